using System.Text.Json.Nodes;

namespace Exchange.Desk.Forms;

/// <summary>Where two versions of a message differ.</summary>
internal static class MessageChanges
{
    /// <summary>The changes as a reader sees them, in the order of the message: a list of lines or of codes is one value.</summary>
    public static IEnumerable<MessageChange> Between(MessageForm former, MessageForm present) =>
        Between(former.Message.Value, present.Message.Value)
            .Select(pointer => Of(former.PlaceOf(pointer), present.PlaceOf(pointer)))
            .DistinctBy(change => string.Join('/', change.Path));

    // What one of them lacks is not found there, but what it would be in.
    private static MessageChange Of((FormField Field, IReadOnlyList<string> Path) before, (FormField Field, IReadOnlyList<string> Path) now) =>
        new(
            before.Path.Count > now.Path.Count ? before.Path : now.Path,
            before.Path.Count >= now.Path.Count ? before.Field : null,
            now.Path.Count >= before.Path.Count ? now.Field : null
        );

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

/// <summary>A value that was changed, added or removed.</summary>
/// <param name="Path">The names on the way to it.</param>
/// <param name="Before">What it was; without a value, or null, if it was not there.</param>
/// <param name="Now">What it is.</param>
internal sealed record MessageChange(IReadOnlyList<string> Path, FormField? Before, FormField? Now);
