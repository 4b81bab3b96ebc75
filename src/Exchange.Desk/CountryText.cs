using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Exchange.Protocol.Parties;

namespace Exchange.Desk;

/// <summary>The names of countries beside their codes, in the reader's language.</summary>
internal static class CountryText
{
    // The vocabulary's members whose values are countries or other issuers.
    private static readonly FrozenSet<string> Members = FrozenSet.Create(
        StringComparer.Ordinal,
        "citizenships",
        "country",
        "flag",
        "issuer",
        "issuingState",
        "plateState"
    );

    /// <summary>A value as it was written, and if it is a country's code, its name with it.</summary>
    public static string Of(JsonNode value)
    {
        var text = value.ToString();
        var member = value.Parent is JsonArray list ? list : value;
        return
            member.Parent is JsonObject
            && Members.Contains(member.GetPropertyName())
            && CountryNames.Find(text, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) is { } name
            ? $"{text} ({name})"
            : text;
    }
}
