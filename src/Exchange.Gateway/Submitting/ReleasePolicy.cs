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

/// <summary>
/// The parts of a message that have handling codes: the whole, and what has codes of its own in addition, each with all that count for it.
/// </summary>
internal static class HandledParts
{
    private const string Member = "handlingCodes";
    private const string Free = "H0";

    public static List<HandledPart> Of(JsonElement said)
    {
        var parts = new List<HandledPart>();
        IReadOnlyList<string> codes = [];
        if (said.TryGetProperty("handling", out var handling))
            codes = Add(parts, "/handling", handling, codes);
        if (said.TryGetProperty("body", out var body))
            Walk(parts, "/body", body, codes);
        return parts;
    }

    private static void Walk(List<HandledPart> parts, string pointer, JsonElement node, IReadOnlyList<string> codes)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in node.EnumerateArray().Index())
                Walk(parts, FormattableString.Invariant($"{pointer}/{index}"), item, codes);
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            codes = Add(parts, pointer, node, codes);
            foreach (var member in node.EnumerateObject())
                Walk(parts, $"{pointer}/{member.Name}", member.Value, codes);
        }
    }

    private static IReadOnlyList<string> Add(List<HandledPart> parts, string pointer, JsonElement node, IReadOnlyList<string> outer)
    {
        if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(Member, out var own) || own.ValueKind != JsonValueKind.Array)
            return outer;
        var all = outer
            .Concat(own.EnumerateArray().Where(code => code.ValueKind == JsonValueKind.String).Select(code => code.GetString()!))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        IReadOnlyList<string> codes = all.Count > 1 ? all.FindAll(code => code != Free) : all;
        parts.Add(new(pointer, codes));
        return codes;
    }
}
