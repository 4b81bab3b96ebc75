using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Exchange.Tests.Protocol.Schemas;

/// <summary>A document with one thing changed at every member that it has; of items of a list, at the first of each type.</summary>
internal static partial class Mutations
{
    // More than any list or text may have.
    private const int TooMany = 401;
    private static readonly string TooLong = new('x', 20_001);

    /// <param name="document">It stays as it is.</param>
    /// <param name="withBody">False to leave out what is in the body.</param>
    public static IEnumerable<(string What, string Json)> Of(JsonObject document, bool withBody)
    {
        yield return ("an unknown member", Changed(document, root => root["unheardOf"] = 1));
        var places = Sample.Nodes(document).Where(entry => withBody || !entry.Pointer.StartsWith("/body/", StringComparison.Ordinal));
        foreach (var (pointer, node) in places.DistinctBy(entry => PlaceOf(document, entry.Pointer)).ToList())
        {
            yield return ($"{pointer} left out", Changed(document, root => root.Without(pointer)));
            foreach (var (what, value) in Others(node))
                yield return ($"{pointer} {what}", Changed(document, root => root.With(pointer, value)));
        }
    }

    private static IEnumerable<(string What, string Value)> Others(JsonNode node)
    {
        yield return ("null", "null");
        foreach (var other in new[] { "7", "\"x\"", "true", "[]", "{}" })
        {
            if (JsonNode.Parse(other)!.GetValueKind() != node.GetValueKind())
                yield return ($"as {other}", other);
        }

        foreach (
            var changed in node.GetValueKind() switch
            {
                JsonValueKind.String => Texts((string)node!),
                JsonValueKind.Number =>
                [
                    ("negative", "-1000"),
                    ("enormous", "1e15"),
                    ("a fraction", "0.5"),
                    ("a digit more", node.ToJsonString() + "0"),
                ],
                JsonValueKind.Object =>
                [
                    ("with an unknown member", Changed(node.DeepClone().AsObject(), members => members["unheardOf"] = 1)),
                ],
                JsonValueKind.Array when node.AsArray() is [{ } first, ..] =>
                [
                    ("empty", "[]"),
                    ("too long", $"[{string.Join(',', Enumerable.Repeat(first.ToJsonString(), TooMany))}]"),
                    ("with null", "[null]"),
                ],
                _ => Enumerable.Empty<(string, string)>(),
            }
        )
        {
            yield return changed;
        }
    }

    private static IEnumerable<(string What, string Value)> Texts(string text) =>
        new[]
        {
            ("empty", ""),
            ("blank", " "),
            ("too long", TooLong),
            ("of another case", text.ToUpperInvariant()),
            ("in lower case", text.ToLowerInvariant()),
            ("not a code", "no-such-code"),
            ("with a line end", text + "\n"),
            ("with a blank before it", " " + text),
            ("with a blank after it", text + "\u00A0"),
            ("with a control character", text + "\u0007"),
            ("with a direction override", text + "\u202E" + text),
            ("with more", text + "0"),
            ("with less", text[..^1]),
            ("in Bangla digits", Digits().Replace(text, digit => $"{(char)(0x09E6 + digit.Value[0] - '0')}")),
            ("of a zero-width space", "\u200B"),
            ("of joined letters", "ক\u200Dখ"),
        }
            .Where(entry => entry.Item2 != text)
            .Select(entry => (entry.Item1, JsonSerializer.Serialize(entry.Item2)));

    // The place in the shape: the same for all items of a list, unless a type or a code says which they are.
    private static string PlaceOf(JsonObject document, string pointer)
    {
        JsonNode at = document;
        var place = "";
        foreach (var name in pointer.Split('/')[1..])
        {
            at = at is JsonArray items ? items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : at[name]!;
            place += at.Parent is JsonArray ? $"/*{(at is JsonObject ? at["type"] : null)}" : $"/{name}";
        }

        return place;
    }

    private static string Changed(JsonObject document, Action<JsonObject> change)
    {
        var changed = document.DeepClone().AsObject();
        change(changed);
        return changed.ToJsonString();
    }

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digits();
}
