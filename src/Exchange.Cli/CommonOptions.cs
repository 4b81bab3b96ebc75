using System.CommandLine;

namespace Exchange.Cli;

/// <summary>The options that every verb takes.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write data and errors as JSON.",
        Recursive = true,
    };

    public static readonly Option<string?> Home = new("--home")
    {
        Description = "Home of the gateway (default: the environment variable EXCHANGE_HOME).",
        HelpName = "DIR",
        Recursive = true,
    };
}
