using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Exchange.Protocol.Parties;

/// <summary>
/// Name of a party: an ISO 3166-1 alpha-3 country code, with a unit of 1 to 16 characters for a country that runs
/// several gateways (<c>BGD</c>, <c>BGD-CID</c>).
/// </summary>
public sealed partial record PartyName
{
    private PartyName(string value) => Value = value;

    public string Value { get; }

    /// <summary>The ISO 3166-1 alpha-3 code.</summary>
    public string Country => Value[..3];

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PartyName? name)
    {
        name = text is not null && Form().IsMatch(text) && CountryCodes.IsAlpha3(text[..3]) ? new(text) : null;
        return name is not null;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">Not a party name.</exception>
    public static PartyName Parse(string text) =>
        TryParse(text, out var name)
            ? name
            : throw new FormatException(
                $"'{text}' is not a party name. A party name is a country's three-letter code, with a unit if the country has "
                    + "several (BGD, BGD-CID)."
            );

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Z]{3}(-[A-Z0-9]{1,16})?\z")]
    private static partial Regex Form();
}
