using System.Collections.Frozen;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary.Codes;

/// <summary>
/// What the published lists of indicators have, and how strong each is there. The file has those of labour exploitation; what those of
/// sexual exploitation have is not known here. So a writer is warned, and nothing is refused.
/// </summary>
internal static class PublishedIndicators
{
    private static readonly FrozenDictionary<(IndicatorList List, IndicatorCode Code), IndicatorStrength> Strengths = Load()
        .ToFrozenDictionary(entry => (entry.List, entry.Code), entry => entry.Strength);

    private static readonly FrozenSet<IndicatorList> Lists = Strengths.Keys.Select(entry => entry.List).ToFrozenSet();

    /// <summary>True if it is known what a list has.</summary>
    public static bool Has(IndicatorList list) => Lists.Contains(list);

    /// <summary>The strength of an indicator in a list; null if the list does not have it.</summary>
    public static IndicatorStrength? StrengthOf(IndicatorList list, IndicatorCode code) =>
        Strengths.TryGetValue((list, code), out var strength) ? strength : null;

    // Parts with an empty line between them: a line with list and strength, then the codes.
    private static IEnumerable<(IndicatorList List, IndicatorCode Code, IndicatorStrength Strength)> Load() =>
        PublishedCodes
            .Text("ilo-indicators")
            .Split("\n\n")
            .Select(part => part.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(words =>
                words[2..].Select(code => (Of<IndicatorList>(words[0]), Of<IndicatorCode>(code), Of<IndicatorStrength>(words[1])))
            );

    private static T Of<T>(string text)
        where T : struct, Enum =>
        CodeNames<T>.TryParse(text, out var code) ? code : throw new InvalidDataException($"There is no code {text}.");
}
