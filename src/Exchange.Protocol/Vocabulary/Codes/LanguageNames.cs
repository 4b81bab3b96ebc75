using System.Collections.Frozen;

namespace Exchange.Protocol.Vocabulary.Codes;

/// <summary>English names of languages, for people; on the wire there are codes alone.</summary>
public static class LanguageNames
{
    private static readonly FrozenDictionary<string, string> ByCode = PublishedCodes
        .Text("language-names")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('\t'))
        .ToFrozenDictionary(line => line[0], line => line[1], StringComparer.Ordinal);

    /// <summary>The name of a language (ISO 639-3); null if it is not one of those whose names are known here.</summary>
    public static string? Find(string code) => ByCode.GetValueOrDefault(code);
}
