using System.Text.Json.Nodes;

namespace Exchange.Desk.Forms;

/// <summary>Where two versions of a message differ.</summary>
internal static class MessageChanges
{
    /// <summary>The pointer of each value that was changed, added or removed, in the order of the message.</summary>
    public static IEnumerable<string> Between(JsonNode? former, JsonNode? present, string pointer = "") =>
        (former, present) switch
        {
            (JsonObject before, JsonObject after) => after
                .Select(member => member.Key)
                .Union(before.Select(member => member.Key))
                .SelectMany(name => Between(before[name], after[name], $"{pointer}/{FormText.Escape(name)}")),
            (JsonArray before, JsonArray after) => Enumerable
                .Range(0, Math.Max(before.Count, after.Count))
                .SelectMany(index =>
                    Between(before.ElementAtOrDefault(index), after.ElementAtOrDefault(index), $"{pointer}/{FormText.Index(index)}")
                ),
            _ => JsonNode.DeepEquals(former, present) ? [] : [pointer],
        };
}
