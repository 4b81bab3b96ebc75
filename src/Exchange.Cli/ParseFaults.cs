using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Exchange.Cli;

/// <summary>
/// Why a command line was not understood. The library's own messages repeat what was typed, which may be content of a case:
/// these name options and positions only.
/// </summary>
internal static partial class ParseFaults
{
    public static IEnumerable<string> Of(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        foreach (var token in parsed.UnmatchedTokens)
            yield return $"{Place(token, [.. arguments])} is not understood here.";
        if (parsed.CommandResult.Command.Subcommands is { Count: > 0 } verbs)
            yield return $"Name one of: {string.Join(", ", verbs.Select(verb => verb.Name))}.";
        foreach (var fault in parsed.Errors.Select(error => Text(error.SymbolResult)).OfType<string>())
            yield return fault;
    }

    // A name of an option is typed by mistake, too, and says nothing of a case.
    private static string Place(string token, List<string> arguments) =>
        OptionName().IsMatch(token) ? $"'{token}'"
        : arguments.IndexOf(token) is >= 0 and var at ? FormattableString.Invariant($"Argument {at + 1}")
        : "An argument";

    private static string? Text(SymbolResult? result) =>
        result switch
        {
            OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name} and its value are required.",
            OptionResult { Tokens.Count: > 1 } option => $"{option.Option.Name} takes one value.",
            OptionResult option => $"The value of {option.Option.Name} is malformed{Form(option.Option.HelpName)}.",
            ArgumentResult { Tokens.Count: 0 } argument => $"{argument.Argument.Name} is missing.",
            ArgumentResult argument => $"{argument.Argument.Name} is malformed.",
            _ => null,
        };

    private static string Form(string? name) => name is null ? "" : $": it must be {name}";

    [GeneratedRegex("^--[a-z][a-z-]{1,30}$")]
    private static partial Regex OptionName();
}
