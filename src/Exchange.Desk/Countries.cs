using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using Exchange.Protocol.Parties;

namespace Exchange.Desk;

/// <summary>Countries and parties by the names of countries, in the reader's language; messages have their codes.</summary>
internal static class Countries
{
    private static readonly ConcurrentDictionary<string, FrozenDictionary<string, string>> CodesByName = new(StringComparer.Ordinal);

    /// <summary>Of a country of ISO 3166-1, or another issuer of ICAO 9303-3; null if it is none.</summary>
    public static string? NameOf(string code) => CountryNames.Find(code, CultureInfo.CurrentUICulture.Name);

    /// <summary>A party by its country, and by its unit where it has one: <c>Malaysia</c>, <c>Bangladesh, CID</c>.</summary>
    public static string Party(string party) =>
        party.Split('-', 2) is var parts && NameOf(parts[0]) is { } name ? string.Join(", ", [name, .. parts[1..]]) : party;

    /// <summary>The same with its code, where it is chosen or named: <c>Malaysia (MYS)</c>, <c>Bangladesh (BGD-CID)</c>.</summary>
    public static string PartyWithCode(string party) => NameOf(party.Split('-')[0]) is { } name ? $"{name} ({party})" : party;

    /// <summary>The code of a country that was typed by its name, in the reader's language or in English, or in small letters.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="codes">Those that there may be.</param>
    /// <returns>What was typed, if it is neither.</returns>
    public static string CodeOf(string typed, IReadOnlyList<string> codes) =>
        CodesByName.GetOrAdd(CultureInfo.CurrentUICulture.Name, Read).TryGetValue(typed, out var code) && codes.Contains(code)
            ? code
            : typed;

    // English last: where two countries had one name, the reader's language would be meant.
    private static FrozenDictionary<string, string> Read(string language) =>
        CountryCodes
            .Issuer.Codes!.SelectMany(code => new[] { language, "en" }.Select(of => (Name: CountryNames.Find(code, of)!, Code: code)))
            .Concat(CountryCodes.Issuer.Codes!.Select(code => (Name: code, Code: code)))
            .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(pair => pair.Name, pair => pair.Code, StringComparer.OrdinalIgnoreCase);
}
