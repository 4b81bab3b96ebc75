using Exchange.Ledger.Receipts;
using Exchange.Protocol.Link;

namespace Exchange.Ledger.Replay;

/// <summary>A stored receipt, with the checkpoint under which its item is proved.</summary>
/// <param name="Item">The recipient's entry and its proof.</param>
/// <param name="Head">The recipient's checkpoint, if both keys of its ledger signed it.</param>
public sealed record ReceiptProof(ReceiptItem Item, Checkpoint? Head)
{
    /// <summary>
    /// Judges the receipt that an entry of our own ledger records, by the entry that sent the message and the stored receipt, if they
    /// exist.
    /// </summary>
    public static ReceiptVerdict Judge(PartyName own, MessageEntry settlement, MessageEntry? sent, ReceiptProof? proof)
    {
        if (proof is null)
            return ReceiptVerdict.NoReceipt;
        if (proof.Head is null)
            return ReceiptVerdict.HeadNotSigned;
        if (ProvenItem.Of(proof.Item, proof.Head) is not { } proven)
            return ReceiptVerdict.NotIncluded;
        if (
            sent?.Step is null
            || sent.Signed is not { } signed
            || settlement.Signed != signed
            || !proven.IsAbout(MessageOf(own, sent, signed))
        )
        {
            return ReceiptVerdict.AnotherMessage;
        }

        return Names(settlement, proven) ? ReceiptVerdict.Proved : ReceiptVerdict.AnotherEntry;
    }

    private static bool Names(MessageEntry settlement, ProvenItem proven) =>
        settlement.ReceiptIndex == proven.Item.Index
        && settlement.ReceiptLeaf == Digest.Of(proven.Leaf.Bytes.Span)
        && settlement.Code == proven.Item.Code
        && proven.Acceptance is var acceptance
        && settlement.Detail.AcceptedAt == acceptance.AcceptedAt
        && settlement.Detail.Spans == acceptance.Spans;

    private static SentMessage MessageOf(PartyName own, MessageEntry sent, Digest signed) =>
        new(own, sent.Counterpart, sent.MessageId!.Value, sent.ExchangeId!.Value, sent.Kind!, sent.Sequence!.Value, signed);
}

/// <summary>Whether the recipient's ledger proves the receipt that an entry records.</summary>
public enum ReceiptVerdict
{
    /// <summary>The recipient's entry about exactly this message is included under a signed checkpoint of its ledger.</summary>
    Proved,

    /// <summary>No receipt is stored, or no checkpoint for it.</summary>
    NoReceipt,

    /// <summary>The checkpoint is not signed by both keys of the recipient's ledger.</summary>
    HeadNotSigned,

    /// <summary>The recipient's entry is not proved to be included under the checkpoint.</summary>
    NotIncluded,

    /// <summary>The recipient's entry is about another message.</summary>
    AnotherMessage,

    /// <summary>The recipient's entry is not the one that ours names, or has another code.</summary>
    AnotherEntry,
}
