using System.Text.Json.Nodes;

namespace Exchange.Protocol.Api;

/// <summary>An exchange: its state as the fold over our log gives it, and its messages.</summary>
public sealed record ExchangeView(
    Guid ExchangeId, string Reference, string Counterpart, bool OpenedByUs, DateTimeOffset OpenedAt, JsonNode? State, IReadOnlyList<MessageView> Messages);
