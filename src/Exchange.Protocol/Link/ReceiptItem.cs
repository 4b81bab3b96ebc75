using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>One message's fate and its proof.</summary>
/// <param name="MessageId">As in the message; absent if it could not be read (codes 400 to 402).</param>
/// <param name="Signed">Digest of the message's detached signature.</param>
/// <param name="Code">100, or the code of the refusal.</param>
/// <param name="Index">Of the recipient's log entry.</param>
/// <param name="Leaf">Exact text of that entry.</param>
/// <param name="Proof">RFC 6962 inclusion proof: hashes in base64, the leaf's sibling first.</param>
public sealed record ReceiptItem(Guid? MessageId, Digest Signed, ReceiptCode Code, long Index, string Leaf, IReadOnlyList<string> Proof)
{
    /// <summary>Largest log entry in bytes.</summary>
    public const int MaximumLeaf = 4096;

    public static ReceiptItem Read(ObjectReader reader) => new(
        reader.Has("messageId") ? reader.Id("messageId") : null,
        reader.Digest("signed"),
        ReadCode(reader),
        reader.Integer("index", 0, long.MaxValue),
        reader.Text("leaf", MaximumLeaf),
        ConsistencyMember.ReadHashes(reader, "proof"));

    private static ReceiptCode ReadCode(ObjectReader reader)
    {
        var code = (ReceiptCode)reader.Integer("code", 100, 599);
        if (!Enum.IsDefined(code) || !code.Travels())
            reader.Refuse("code", ReceiptCode.MembersOrTypes, "Not a code that travels in receipts.");
        return code;
    }
}
