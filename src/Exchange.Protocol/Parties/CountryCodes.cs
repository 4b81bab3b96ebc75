using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Parties;

/// <summary>
/// ISO 3166-1 country codes: alpha-3 in names and entities, alpha-2 in certificates and places; and ICAO codes of other issuers of
/// documents.
/// </summary>
public static class CountryCodes
{
    private static readonly FrozenDictionary<string, string> Alpha2ByAlpha3 = CountryNames
        .Lines.Where(line => line[1] != CountryNames.None)
        .ToFrozenDictionary(line => line[0], line => line[1], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Alpha3ByAlpha2 = Alpha2ByAlpha3.ToFrozenDictionary(
        pair => pair.Value,
        pair => pair.Key,
        StringComparer.Ordinal
    );

    // Organisations, British nationals without British citizenship, stateless persons and refugees, Kosovo.
    private static readonly FrozenSet<string> Icao = CountryNames
        .Lines.Where(line => line[1] == CountryNames.None)
        .Select(line => line[0])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Stands for the country of an installation in international waters, in a UN/LOCODE.</summary>
    internal const string International = "XZ";

    /// <summary>A country, such as the flag of a ship.</summary>
    public static Form Country { get; } =
        new("countryCode", Alpha2ByAlpha3.Keys, "an ISO 3166-1 alpha-3 country code") { NameOf = NameOf };

    /// <summary>The issuer of a document or a number, or the nationality of a person: a country, or a code of ICAO 9303-3.</summary>
    public static Form Issuer { get; } =
        new("issuerCode", [.. Alpha2ByAlpha3.Keys, .. Icao], "a country code of ISO 3166-1 alpha-3 or of ICAO 9303-3, section 5")
        {
            NameOf = NameOf,
        };

    /// <summary>UN/LOCODE of a place, by its form and country.</summary>
    public static Form Locode { get; } =
        new(
            "locode",
            new Regex(
                $@"\A({string.Join('|', Alpha2ByAlpha3.Values.Append(International).Order(StringComparer.Ordinal))})[A-Z2-9]{{3}}\z",
                RegexOptions.CultureInvariant
            ),
            "a UN/LOCODE: the country's ISO 3166-1 alpha-2 code and three characters of the place"
        );

    /// <summary>A region of a country (ISO 3166-2), by its form and country.</summary>
    public static Form Region { get; } =
        new(
            "region",
            new Regex(
                $@"\A({string.Join('|', Alpha2ByAlpha3.Values.Order(StringComparer.Ordinal))})-[A-Z0-9]{{1,3}}\z",
                RegexOptions.CultureInvariant
            ),
            "an ISO 3166-2 code: the country's ISO 3166-1 alpha-2 code, a hyphen and up to three characters of the region"
        );

    private static string? NameOf(string code) => CountryNames.Find(code);

    /// <summary>True for the issuer of a document or the nationality of a person: a country, or a code of ICAO 9303-3.</summary>
    public static bool IsIssuer(string code) => IsAlpha3(code) || Icao.Contains(code);

    public static bool IsAlpha2(string code) => Alpha2ByAlpha3.Values.Contains(code);

    public static bool IsAlpha3(string code) => Alpha2ByAlpha3.ContainsKey(code);

    /// <summary>The alpha-3 code of a country by its alpha-2 code; null if it is none.</summary>
    public static string? Alpha3(string alpha2) => Alpha3ByAlpha2.GetValueOrDefault(alpha2);

    /// <summary>The alpha-2 code of a country.</summary>
    /// <exception cref="ArgumentException">Not an alpha-3 code.</exception>
    public static string Alpha2(string alpha3) =>
        Alpha2ByAlpha3.TryGetValue(alpha3, out var alpha2)
            ? alpha2
            : throw new ArgumentException($"'{alpha3}' is not an ISO 3166-1 alpha-3 code.", nameof(alpha3));
}
