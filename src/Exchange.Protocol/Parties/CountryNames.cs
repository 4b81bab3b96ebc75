using System.Collections.Frozen;

namespace Exchange.Protocol.Parties;

/// <summary>Names of countries and of the other issuers of documents, for people; on the wire there are codes alone.</summary>
public static class CountryNames
{
    /// <summary>In place of an alpha-2 code.</summary>
    internal const string None = "-";

    private static readonly string[] Languages = ["en", "bn", "ms"];

    /// <summary>Alpha-3 code, alpha-2 code and the names, in the order of the codes.</summary>
    internal static IReadOnlyList<string[]> Lines { get; } = Read();

    private static readonly FrozenDictionary<string, string[]> NamesByCode = Lines.ToFrozenDictionary(
        line => line[0],
        line => line[2..],
        StringComparer.Ordinal
    );

    /// <summary>The name of an issuer (ISO 3166-1 alpha-3, or a code of ICAO 9303-3); null if it is none.</summary>
    /// <param name="code">Such as <c>BGD</c> or <c>XXA</c>.</param>
    /// <param name="language">Two letters: <c>en</c>, <c>bn</c> or <c>ms</c>; any other: English.</param>
    public static string? Find(string code, string language = "en") =>
        NamesByCode.TryGetValue(code, out var names) ? names[Math.Max(0, Array.IndexOf(Languages, language))] : null;

    private static string[][] Read()
    {
        using var reader = new StreamReader(typeof(CountryNames).Assembly.GetManifestResourceStream("countries.txt")!);
        // The first line has the date and the source.
        reader.ReadLine();
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }
}
