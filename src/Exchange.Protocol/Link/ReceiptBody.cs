using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>Proof of what became of up to 64 messages (border protocol, section 7), under one checkpoint of the recipient's log.</summary>
public sealed record ReceiptBody(IReadOnlyList<ReceiptItem> Items, string Checkpoint, ConsistencyMember Consistency) : MessageBody(LinkKind.Receipt)
{
    public const int MaximumItems = 64;

    internal static ReceiptBody Read(ObjectReader reader) => new(
        reader.Objects("items", 1, MaximumItems, ReceiptItem.Read),
        reader.Text("checkpoint", CheckpointBody.MaximumNote),
        reader.Object("consistency", ConsistencyMember.Read));
}
