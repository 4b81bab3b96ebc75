using System.CommandLine;

namespace Exchange.Cli;

/// <summary>The options that every verb takes.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write data, and errors, as JSON.",
        Recursive = true,
    };

    public static readonly Option<string?> Home = new("--home")
    {
        Description = "The gateway's folder (otherwise the variable EXCHANGE_HOME).",
        HelpName = "DIR",
        Recursive = true,
    };
}
