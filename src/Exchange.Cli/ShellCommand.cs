using Exchange.Cli.Gateway;

namespace Exchange.Cli;

/// <summary>A command line of this program that a shell understands in any folder and with any PATH.</summary>
internal static class ShellCommand
{
    public static string Of(params IEnumerable<string> arguments) => string.Join(' ', Program().Concat(arguments).Select(Quoted));

    private static string[] Program() => DotnetProgram.FileName is { } dotnet
        ? [dotnet, Path.Combine(AppContext.BaseDirectory, "exchange.dll")]
        : [Environment.ProcessPath!];

    private static string Quoted(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_' or ':') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
