using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Exchange.Desk;

/// <summary>Codes and names of members as words.</summary>
internal static partial class Wording
{
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.Create(
        StringComparer.Ordinal,
        "bmet",
        "e164",
        "iccs",
        "id",
        "imei",
        "imo",
        "imsi",
        "mmsi",
        "mrz",
        "nid",
        "vin"
    );

    /// <summary><c>birthDate</c> and <c>birth-date</c> as <c>Birth date</c>.</summary>
    public static string Of(string code)
    {
        var words = Boundary().Replace(code, " ").Replace('-', ' ').ToLowerInvariant();
        return words.Length == 0 ? words
            : Abbreviations.Contains(words) ? words.ToUpperInvariant()
            : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <inheritdoc cref="Of(string)"/>
    public static string Of<TCode>(TCode code)
        where TCode : struct, Enum => Of(CodeNames<TCode>.Write(code));

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex Boundary();
}
