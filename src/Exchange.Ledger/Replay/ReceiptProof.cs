using Exchange.Ledger.Notes;
using Exchange.Ledger.Receipts;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Replay;

/// <summary>A receipt as it is kept, with the head that its item is proved under.</summary>
/// <param name="Item">The recipient's entry and its proof.</param>
/// <param name="Head">The recipient's head, if its log's two keys have signed it.</param>
public sealed record ReceiptProof(ReceiptItem Item, Checkpoint? Head)
{
    /// <summary>Judges what one of our entries says of a receipt.</summary>
    /// <param name="own">Whose log the entry is of.</param>
    /// <param name="settlement">The entry.</param>
    /// <param name="sent">The entry that sent the message; nothing if there is none.</param>
    /// <param name="proof">What is kept; nothing if that is nothing.</param>
    public static ReceiptVerdict Judge(PartyName own, MessageEntry settlement, MessageEntry? sent, ReceiptProof? proof)
    {
        ArgumentNullException.ThrowIfNull(settlement);
        if (proof is null)
            return ReceiptVerdict.NoReceipt;
        if (proof.Head is null)
            return ReceiptVerdict.HeadNotSigned;
        if (ProvenItem.Of(proof.Item, proof.Head) is not { } proven)
            return ReceiptVerdict.NotIncluded;
        if (sent?.Step is null || sent.Signed is not { } signed || settlement.Signed != signed || !proven.IsAbout(MessageOf(own, sent, signed)))
            return ReceiptVerdict.AnotherMessage;
        return Names(settlement, proven) ? ReceiptVerdict.Proved : ReceiptVerdict.AnotherEntry;
    }

    private static bool Names(MessageEntry settlement, ProvenItem proven) =>
        settlement.ReceiptIndex == proven.Item.Index
        && settlement.ReceiptLeaf == Digest.Of(proven.Leaf.Bytes.Span)
        && settlement.Code == proven.Item.Code
        && settlement.Detail.AcceptedAt == (proven.Item.Code == ReceiptCode.Accepted ? proven.Leaf.At : null);

    private static SentMessage MessageOf(PartyName own, MessageEntry sent, Digest signed) =>
        new(own, sent.Counterpart, sent.MessageId!.Value, sent.ExchangeId!.Value, sent.Kind!, sent.Sequence!.Value, signed);
}
