using System.Text;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Link;

namespace Exchange.Ledger.Receipts;

/// <summary>
/// An item of a receipt whose leaf is proved to stand in the recipient's log (border protocol, section 7). Whether that log is
/// the one history that was shown before, is judged by the chain of heads.
/// </summary>
public sealed record ProvenItem
{
    private ProvenItem(ReceiptItem item, LedgerLeaf leaf) => (Item, Leaf) = (item, leaf);

    public ReceiptItem Item { get; }

    public LedgerLeaf Leaf { get; }

    /// <summary>The item, or null if its leaf is malformed or its inclusion is not proved.</summary>
    public static ProvenItem? Of(ReceiptItem item, Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (!ProofText.TryRead(item.Proof, out var proof) || LedgerLeaf.Read(Encoding.UTF8.GetBytes(item.Leaf)).Value is not { } leaf)
            return null;
        return InclusionProof.Verify(item.Index, checkpoint.Size, leaf.Hash, proof, checkpoint.Root) ? new(item, leaf) : null;
    }

    /// <summary>True if the leaf says of exactly this message what the item says.</summary>
    public bool IsAbout(SentMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SaysTheCode()
            && Leaf.Party == message.Recipient
            && Leaf.Counterpart == message.Sender
            && Leaf.Signed == message.Signed
            && Item.Signed == message.Signed
            && (Item.Code.MayLackNames() ? MayBeAbout(message) : Names(message));
    }

    private bool SaysTheCode() =>
        Leaf.Event == (Item.Code == ReceiptCode.Accepted ? LedgerEvents.MessageAccepted : LedgerEvents.MessageRejected) && Leaf.Code == Item.Code;

    private bool Names(SentMessage message) =>
        Item.MessageId == message.MessageId
        && Leaf.MessageId == message.MessageId
        && Leaf.ExchangeId == message.ExchangeId
        && Leaf.Kind == message.Kind
        && Leaf.Sequence == message.Sequence;

    // The signed digest alone finds the message; what was read of it must not be another's.
    private bool MayBeAbout(SentMessage message) =>
        (Item.MessageId ?? message.MessageId) == message.MessageId
        && (Leaf.MessageId ?? message.MessageId) == message.MessageId
        && (Leaf.ExchangeId ?? message.ExchangeId) == message.ExchangeId
        && (Leaf.Kind ?? message.Kind) == message.Kind
        && (Leaf.Sequence ?? message.Sequence) == message.Sequence;
}
