using System.Text.Json;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// The parts of a message that have handling codes: the whole, and what has codes of its own in addition, each with all that count for it.
/// </summary>
public static class HandledParts
{
    private const string Member = "handlingCodes";
    private const string Free = "H0";

    /// <param name="said">A message, or as much of one as there is.</param>
    public static IReadOnlyList<HandledPart> Of(JsonElement said)
    {
        var parts = new List<HandledPart>();
        IReadOnlyList<string> codes = [];
        if (said.TryGetProperty("handling", out var handling))
            codes = Add(parts, "/handling", handling, codes);
        if (said.TryGetProperty("body", out var body))
            Walk(parts, "/body", body, codes);
        return parts;
    }

    /// <summary>
    /// All codes that count somewhere in a message, in their order: beside the whole of it no fewer may stand, as a part may be stricter.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<string> CodesOf(JsonElement said) => Together(Of(said).SelectMany(part => part.Codes));

    /// <summary>Codes of several parts as one list: that nothing restricts one of them says nothing of the others.</summary>
    public static IReadOnlyList<string> Together(IEnumerable<string> codes)
    {
        var all = codes.Distinct().Order(StringComparer.Ordinal).ToList();
        return all.Count > 1 ? all.FindAll(code => code != Free) : all;
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
        var codes = Together(
            outer.Concat(own.EnumerateArray().Where(code => code.ValueKind == JsonValueKind.String).Select(code => code.GetString()!))
        );
        parts.Add(new(pointer, codes));
        return codes;
    }
}

/// <summary>A part of a message that has handling codes.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) from the message.</param>
/// <param name="Codes">All that count for it: its own and those of what it is in.</param>
public sealed record HandledPart(string Pointer, IReadOnlyList<string> Codes) : Content;
