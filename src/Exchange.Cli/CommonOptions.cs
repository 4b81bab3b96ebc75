using System.Text.RegularExpressions;

namespace Exchange.Cli;

/// <summary>The options that every verb takes.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Write data and errors as JSON.", Recursive = true };

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
    /// <param name="name">In which direction the list goes on: <c>--before</c> to older ones, <c>--after</c> to newer ones.</param>
    public static Option<long?> Create(string name = "--before")
    {
        var before = new Option<long?>(name)
        {
            Description = "Show the next page. The page before says which number to give.",
            HelpName = "NUMBER",
        };
        // Nothing is older than the first: the list would be empty, and look as if there were none at all.
        before.Validators.Add(result =>
        {
            if (
                result.Tokens is [var token]
                && long.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number < 1
            )
            {
                result.AddError($"{result.Option.Name} must be at least 1.");
            }
        });
        return before;
    }

    /// <summary>The part of a query; none for the first page.</summary>
    public static string[] Query(Invocation invocation, Option<long?> option) =>
        invocation.Value(option) is { } at ? [FormattableString.Invariant($"{option.Name.TrimStart('-')}={at}")] : [];

    /// <summary>Says that there is more, and how to get it; silent at the end.</summary>
    public static void SayMore(Invocation invocation, string? next, string what)
    {
        if (next is not null && Place().Match(next) is var place)
            invocation.Say($"There are {what}. To see them, repeat the command with: --{place.Groups[1].Value} {place.Groups[2].Value}");
    }

    [GeneratedRegex("[?&](before|after)=([0-9]+)")]
    private static partial Regex Place();
}
