using Exchange.Ledger.Export;
using Exchange.Ledger.Receipts;

namespace Exchange.Ledger.Verification;

/// <summary>
/// Checks an entry that records the outcome of a message against its receipt: the recipient's own entry, proved under a checkpoint of its
/// ledger.
/// </summary>
public static class SettledCheck
{
    /// <summary>The fault, as the rest of a sentence about the entry; null if there is none.</summary>
    public static string? FaultOf(LedgerLeaf leaf, ReceiptLine receipt, Checkpoint head)
    {
        if (MessageOf(leaf) is not { } message || receipt.Counterpart != message.Recipient)
            return "does not name the message of its receipt, or its recipient.";
        if (ProvenItem.Of(receipt.Item, head) is not { } proven)
            return "has a receipt whose entry is not proved to be in the recipient's ledger.";
        if (!proven.IsAbout(message))
            return "has the receipt of another message.";
        return Repeats(leaf, proven)
            ? null
            : "differs from its receipt in the code, or in the index, digest or time of the recipient's entry.";
    }

    private static SentMessage? MessageOf(LedgerLeaf leaf) =>
        leaf
            is
        {
            Counterpart: { } recipient,
            MessageId: { } message,
            ExchangeId: { } exchange,
            Kind: { } kind,
            Sequence: { } sequence,
            Signed: { } signed
        }
            ? new(leaf.Party, recipient, message, exchange, kind, sequence, signed)
            : null;

    private static bool Repeats(LedgerLeaf leaf, ProvenItem proven)
    {
        var item = proven.Item;
        var isDelivered = item.Code == ReceiptCode.Accepted;
        return leaf.Code == item.Code
            && leaf.Event == (isDelivered ? LedgerEvents.MessageDelivered : LedgerEvents.MessageRefused)
            && Text(leaf, "index") == item.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)
            && Text(leaf, "leaf") == Digest.Of(proven.Leaf.Bytes.Span).ToString()
            && (Text(leaf, "acceptedAt") is not { } time || time == ProtocolTime.Write(proven.Leaf.At));
    }

    private static string? Text(LedgerLeaf leaf, string member) => leaf.Detail?[member]?.ToString();
}
