using System.Text.Json;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Submitting;

/// <summary>Which messages leave only after a second person has released them, by the setting <c>Release</c>.</summary>
internal sealed class ReleasePolicy(GatewaySettings settings)
{
    /// <summary>Why a message must be released; none if it need not be.</summary>
    /// <param name="kind">Code of its kind.</param>
    /// <param name="said">The message as it will be signed, or what there is of it in a draft: what is not said there demands nothing
    /// yet.</param>
    public IReadOnlyList<ReleaseRule> RulesOf(string kind, JsonElement said)
    {
        var (release, rules) = (settings.Release, new List<ReleaseRule>());
        var ofKind = release.Has(kind);
        // A reminder says nothing of a case, whatever its handling is.
        if (kind == CaseKinds.Reminder.Code && !ofKind)
            return rules;
        if (release.VictimData && Says(said, "containsVictimData"))
            rules.Add(ReleaseRule.VictimData);
        if (release.MinorData && Says(said, "containsMinorData"))
            rules.Add(ReleaseRule.MinorData);
        if (
            release.HandlingCodes
            && HandledParts.Of(said).Any(part => part.Codes.Any(code => code != CodeNames<HandlingCode>.Write(HandlingCode.H0)))
        )
        {
            rules.Add(ReleaseRule.HandlingCodes);
        }

        if (
            Handling(said, "classification") is { ValueKind: JsonValueKind.String } text
            && CodeNames<Classification>.TryParse(text.GetString()!, out var classification)
            && classification > release.AboveClassification
        )
        {
            rules.Add(ReleaseRule.Classification);
        }

        if (ofKind)
            rules.Add(ReleaseRule.Kind);
        return rules;
    }

    /// <summary>A rule as a sentence for who meets it.</summary>
    public string TextOf(ReleaseRule rule) =>
        rule switch
        {
            ReleaseRule.VictimData => "It contains data of victims.",
            ReleaseRule.MinorData => "It contains data of minors.",
            ReleaseRule.HandlingCodes => "Something in it has a handling code other than H0.",
            ReleaseRule.Classification =>
                $"Its classification is above {CodeNames<Classification>.Write(settings.Release.AboveClassification)}.",
            _ => "All messages of its kind are released by a second person.",
        };

    public IReadOnlyList<ReleaseRuleView> ViewsOf(IReadOnlyList<ReleaseRule> rules) =>
        [.. rules.Select(rule => new ReleaseRuleView(rule, TextOf(rule)))];

    private static bool Says(JsonElement said, string member) => Handling(said, member) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Handling(JsonElement said, string member) =>
        said.TryGetProperty("handling", out var handling)
        && handling.ValueKind == JsonValueKind.Object
        && handling.TryGetProperty(member, out var value)
            ? value
            : null;
}
