using Exchange.Protocol.Link;

namespace Exchange.Protocol.Api;

/// <summary>The proof of what became of a message of ours: the recipient's entry, its proof and its log's signed checkpoint.</summary>
public sealed record ReceiptView(Guid MessageId, Digest Signed, ReceiptCode Code, DateTimeOffset SettledAt, ReceiptItem Item, string Checkpoint);
