using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>Proof of the outcome of up to 64 messages (border protocol, section 7), under one checkpoint of the sender's ledger.</summary>
public sealed record ReceiptBody(IReadOnlyList<ReceiptItem> Items, string Checkpoint, ConsistencyMember Consistency)
    : MessageBody(LinkKind.Receipt)
{
    public const int MaximumItems = 64;

    internal static ReceiptBody Read(ObjectReader reader) =>
        new(
            reader.Objects("items", 1, MaximumItems, ReceiptItem.Read),
            reader.Text("checkpoint", CheckpointBody.MaximumNote),
            reader.Object("consistency", ConsistencyMember.Read)
        );
}

/// <summary>The outcome of one message, with its proof.</summary>
/// <param name="MessageId">Id of the message; absent if it could not be read (codes 400 to 402).</param>
/// <param name="Signed">Digest of the message's detached signature.</param>
/// <param name="Code">100, or the code of the refusal.</param>
/// <param name="Index">Index of the entry in the ledger of the receipt's sender.</param>
/// <param name="Leaf">Exact text of that ledger entry.</param>
/// <param name="Proof">RFC 6962 inclusion proof: hashes in base64, the leaf's sibling first.</param>
public sealed record ReceiptItem(Guid? MessageId, Digest Signed, ReceiptCode Code, long Index, string Leaf, IReadOnlyList<string> Proof)
{
    /// <summary>Largest ledger entry in bytes.</summary>
    public const int MaximumLeaf = 4096;

    public static ReceiptItem Read(ObjectReader reader) =>
        new(
            reader.Has("messageId") ? reader.Id("messageId") : null,
            reader.Digest("signed"),
            ReadCode(reader),
            reader.Integer("index", 0, long.MaxValue),
            reader.Text("leaf", MaximumLeaf),
            ConsistencyMember.ReadHashes(reader, "proof")
        );

    private static ReceiptCode ReadCode(ObjectReader reader)
    {
        var code = (ReceiptCode)reader.Integer("code", 100, 599);
        if (!Enum.IsDefined(code) || !code.Travels())
            reader.Refuse("code", ReceiptCode.MembersOrTypes, "Not a code that travels in receipts.");
        return code;
    }
}
