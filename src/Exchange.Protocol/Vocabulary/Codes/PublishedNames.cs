using System.Collections.Frozen;

namespace Exchange.Protocol.Vocabulary.Codes;

/// <summary>Names of currencies and scripts, for people; on the wire there are codes alone.</summary>
public static class PublishedNames
{
    private static readonly string[] Languages = ["en", "bn", "ms"];

    private static readonly FrozenDictionary<string, string[]> Currencies = Read("currency-names");

    private static readonly FrozenDictionary<string, string[]> Scripts = Read("script-names");

    /// <summary>The name of a currency (ISO 4217); null if it has none here.</summary>
    /// <param name="code">Such as <c>BDT</c>.</param>
    /// <param name="language">Two letters: <c>en</c>, <c>bn</c> or <c>ms</c>; any other, or one that has no name for it: English.</param>
    public static string? OfCurrency(string code, string language = "en") => Find(Currencies, code, language);

    /// <summary>The name of a script (ISO 15924), such as <c>Beng</c>; null if it has none here.</summary>
    /// <inheritdoc cref="OfCurrency"/>
    public static string? OfScript(string code, string language = "en") => Find(Scripts, code, language);

    private static string? Find(FrozenDictionary<string, string[]> names, string code, string language) =>
        !names.TryGetValue(code, out var found) ? null
        : found[Math.Max(0, Array.IndexOf(Languages, language))] is { Length: > 0 } name ? name
        : found[0];

    private static FrozenDictionary<string, string[]> Read(string file) =>
        PublishedCodes
            .Text(file)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToFrozenDictionary(line => line[0], line => line[1..], StringComparer.Ordinal);
}
