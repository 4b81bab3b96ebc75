using Exchange.Protocol.Link;

namespace Exchange.Ledger.Receipts;

/// <summary>
/// An item of a receipt whose entry is proved to be in the recipient's ledger (border protocol, section 7). The chain of
/// checkpoints decides whether that ledger is consistent with what it showed before.
/// </summary>
public sealed record ProvenItem
{
    private ProvenItem(ReceiptItem item, LedgerLeaf leaf) => (Item, Leaf) = (item, leaf);

    public ReceiptItem Item { get; }
    public LedgerLeaf Leaf { get; }

    /// <summary>What its sender's ledger keeps of the recipient's entry: the life of the exchange depends on it.</summary>
    public MessageDetail Acceptance => AcceptanceOf(Item, Leaf);

    public static MessageDetail AcceptanceOf(ReceiptItem item, LedgerLeaf leaf) =>
        item.Code == ReceiptCode.Accepted ? new() { AcceptedAt = leaf.At, Spans = MessageDetail.Read(leaf.Detail).Spans } : new();

    /// <summary>The item; null if its entry is malformed or its inclusion is not proved.</summary>
    public static ProvenItem? Of(ReceiptItem item, Checkpoint checkpoint)
    {
        if (!ProofText.TryRead(item.Proof, out var proof) || LedgerLeaf.Read(Encoding.UTF8.GetBytes(item.Leaf)).Value is not { } leaf)
            return null;
        return InclusionProof.Verify(item.Index, checkpoint.Size, leaf.Hash, proof, checkpoint.Root) ? new(item, leaf) : null;
    }

    /// <summary>True if the entry records for exactly this message what the item states.</summary>
    public bool IsAbout(SentMessage message) =>
        HasTheCode()
        && Leaf.Party == message.Recipient
        && Leaf.Counterpart == message.Sender
        && Leaf.Signed == message.Signed
        && Item.Signed == message.Signed
        && (Item.Code.MayLackNames() ? MayBeAbout(message) : Names(message));

    private bool HasTheCode() =>
        Leaf.Event == (Item.Code == ReceiptCode.Accepted ? LedgerEvents.MessageAccepted : LedgerEvents.MessageRejected)
        && Leaf.Code == Item.Code;

    private bool Names(SentMessage message) =>
        Item.MessageId == message.MessageId
        && Leaf.MessageId == message.MessageId
        && Leaf.ExchangeId == message.ExchangeId
        && Leaf.Kind == message.Kind
        && Leaf.Sequence == message.Sequence;

    // Only the digest of the signature identifies the message; the members that could be read must not contradict it.
    private bool MayBeAbout(SentMessage message) =>
        (Item.MessageId ?? message.MessageId) == message.MessageId
        && (Leaf.MessageId ?? message.MessageId) == message.MessageId
        && (Leaf.ExchangeId ?? message.ExchangeId) == message.ExchangeId
        && (Leaf.Kind ?? message.Kind) == message.Kind
        && (Leaf.Sequence ?? message.Sequence) == message.Sequence;
}

/// <summary>
/// The members of a message of ours with which its receipt must agree. <c>Kind</c> is the code of its kind, <c>Signed</c> the digest
/// of the detached signature.
/// </summary>
public sealed record SentMessage(
    PartyName Sender,
    PartyName Recipient,
    Guid MessageId,
    Guid ExchangeId,
    string Kind,
    int Sequence,
    Digest Signed
);
