using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk;

/// <summary>Codes and names of members as words.</summary>
internal static partial class Wording
{
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.Create(
        StringComparer.Ordinal,
        "api",
        "bmet",
        "e164",
        "iccs",
        "id",
        "imei",
        "imo",
        "imsi",
        "kem",
        "mmsi",
        "mrz",
        "nid",
        "vin"
    );

    // Members whose names say too little by themselves.
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["entityLink"] = "Relation",
        ["exchange-assigned"] = "Case assigned",
        ["exchangeId"] = "Case id",
        ["heldThere"] = "Why they should hold it",
        ["iccs"] = "Category (ICCS)",
        ["links"] = "How they relate",
        ["needed"] = "Why needed",
        ["proportionate"] = "Why proportionate",
    };

    /// <summary><c>birthDate</c> and <c>birth-date</c> as <c>Birth date</c>.</summary>
    public static string Of(string code)
    {
        if (Named.TryGetValue(code, out var name))
            return name;
        var words = Boundary().Replace(code, " ").Replace('-', ' ').ToLowerInvariant();
        return words.Length == 0 ? words
            : Abbreviations.Contains(words) ? words.ToUpperInvariant()
            : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <inheritdoc cref="Of(string)"/>
    public static string Of<TCode>(TCode code)
        where TCode : struct, Enum => Of(CodeNames<TCode>.Write(code));

    /// <summary>
    /// A code in the reader's language. A word that means something else in one list of codes has a text of its own there:
    /// <c>traffickingAct: Receipt</c>.
    /// </summary>
    /// <param name="words">Of the language.</param>
    /// <param name="list">The list that has the code, as the schemas name it.</param>
    /// <param name="code">One of the list.</param>
    public static string Code(this IStringLocalizer words, string list, string code) =>
        words[$"{list}: {Of(code)}"] is { ResourceNotFound: false } own ? own.Value : words[Of(code)].Value;

    /// <summary>Those whom the ledger names by what they are, in English.</summary>
    public static IReadOnlyDictionary<string, string> Actors { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["gateway"] = "The gateway",
            ["operator"] = "The gateway's operator",
            ["policy:acknowledge"] = "Automatic acknowledgement",
            ["policy:remind"] = "Automatic reminder",
            ["policy:retain"] = "Automatic destruction at its date",
        };

    /// <summary>Who did something: a person or a machine by its name, the gateway and what it does by itself in words.</summary>
    /// <param name="words">Of the language.</param>
    /// <param name="actor">As the ledger names it.</param>
    /// <param name="name">What the gateway calls it; null if it does not.</param>
    public static string Actor(this IStringLocalizer words, string? actor, string? name) =>
        name
        ?? actor switch
        {
            null => "",
            _ when Actors.TryGetValue(actor, out var said) => words[said].Value,
            _ when actor.StartsWith("user:", StringComparison.Ordinal) => words["A person of another database"].Value,
            _ when actor.StartsWith("key:", StringComparison.Ordinal) => words["A machine of another database"].Value,
            _ => actor,
        };

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex Boundary();
}
