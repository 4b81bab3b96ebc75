using System.Text.RegularExpressions;

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

/// <summary>The next page of a list: its cursor is printed with the page before.</summary>
internal static partial class PageOption
{
    public static Option<long?> Create()
    {
        var before = new Option<long?>("--before") { Description = "Show the next page. The page before says which number to give.", HelpName = "NUMBER" };
        // Nothing is older than the first: the list would be empty, and look as if there were none at all.
        before.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && long.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 1)
                result.AddError($"{result.Option.Name} must be at least 1.");
        });
        return before;
    }

    /// <summary>The part of a query; none for the first page.</summary>
    public static string[] Query(Invocation invocation, Option<long?> option) => invocation.Value(option) is { } before ? [FormattableString.Invariant($"before={before}")] : [];

    /// <summary>Says that there is more, and how to get it; silent at the end.</summary>
    public static void SayMore(Invocation invocation, string? next, string what)
    {
        if (next is not null)
            invocation.Say($"There are {what}. To see them, repeat the command with: --before {Before().Match(next).Groups[1].Value}");
    }

    [GeneratedRegex("[?&]before=([0-9]+)")]
    private static partial Regex Before();
}
