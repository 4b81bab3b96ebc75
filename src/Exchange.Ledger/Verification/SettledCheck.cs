using Exchange.Ledger.Entries;
using Exchange.Ledger.Export;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Receipts;
using Exchange.Protocol;
using Exchange.Protocol.Life;

namespace Exchange.Ledger.Verification;

/// <summary>Whether an entry that says what became of a message is borne out by its receipt: the recipient's own entry, proved under a head of its log.</summary>
public static class SettledCheck
{
    /// <summary>What is wrong, as a sentence about the entry; null if all holds.</summary>
    /// <param name="leaf">A message that was delivered or refused.</param>
    /// <param name="receipt">Its receipt.</param>
    /// <param name="head">The head that the receipt names; its signatures hold.</param>
    public static string? FaultOf(LedgerLeaf leaf, ReceiptLine receipt, Checkpoint head)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        ArgumentNullException.ThrowIfNull(receipt);
        if (MessageOf(leaf) is not { } message || receipt.Counterpart != message.Recipient)
            return "does not name the message, or its recipient, that its receipt is of.";
        if (ProvenItem.Of(receipt.Item, head) is not { } proven)
            return "has a receipt whose entry is not proved to stand in the recipient's log.";
        if (!proven.IsAbout(message))
            return "has the receipt of another message.";
        return Repeats(leaf, proven) ? null : "says something else than its receipt: code, or index, digest or time of the recipient's entry.";
    }

    private static SentMessage? MessageOf(LedgerLeaf leaf) =>
        leaf is { Counterpart: { } recipient, MessageId: { } message, ExchangeId: { } exchange, Kind: { } kind, Sequence: { } sequence, Signed: { } signed }
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
