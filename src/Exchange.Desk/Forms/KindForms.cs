using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;

namespace Exchange.Desk.Forms;

/// <summary>
/// The schemas of the kinds as the gateway serves them. They are asked for anew every few minutes, as the gateway may have been replaced.
/// </summary>
internal sealed class KindForms(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (Shape Shape, DateTimeOffset At)> _shapes = new(StringComparer.Ordinal);

    /// <summary>What is typed of a message: handling, body, expiry. Its counterpart and kind are those of its draft.</summary>
    /// <exception cref="GatewayRefusal">The gateway has refused.</exception>
    /// <exception cref="GatewayUnreachable">There was no answer.</exception>
    public async Task<Shape> ShapeAsync(GatewayApi api, CaseKind kind)
    {
        if (_shapes.TryGetValue(kind.Code, out var known) && clock.GetUtcNow() - known.At < Fresh)
            return known.Shape;
        var shape = MessageShape(await api.GetAsync<JsonObject>($"api/v1/schemas/{kind.Code}"));
        _shapes[kind.Code] = (shape, clock.GetUtcNow());
        return shape;
    }

    /// <summary>A message to read.</summary>
    /// <param name="api">As who reads it.</param>
    /// <param name="message">The message, as it was opened.</param>
    /// <returns>Null if its content is not there, or not of a kind that the desk knows.</returns>
    public async Task<MessageForm?> ReadAsync(GatewayApi api, MessageView? message) =>
        message is { Kind: CaseKind known, Message: JsonObject said }
            ? new(await ShapeAsync(api, known), said) { Asked = message.Asked ?? [] }
            : null;

    internal static Shape MessageShape(JsonObject schema)
    {
        foreach (var member in OfDraft)
            (schema["properties"] as JsonObject)?.Remove(member);
        return Shape.Of(schema);
    }

    /// <summary>What the draft knows of its message.</summary>
    public static IReadOnlyList<string> OfDraft { get; } = ["counterpart", "kind"];
}
