using Exchange.Protocol.Messages;

namespace Exchange.Ledger.Replay;

/// <summary>A ledger entry about a case message, reduced to what replay and comparison need.</summary>
public sealed record MessageEntry(long Index, string Event, DateTimeOffset At, PartyName Counterpart)
{
    public Guid? MessageId { get; init; }
    public Guid? ExchangeId { get; init; }

    /// <summary>Code of the message's kind.</summary>
    public string? Kind { get; init; }

    public int? Sequence { get; init; }
    public Digest? Signed { get; init; }
    public Digest? Sealed { get; init; }
    public ReceiptCode? Code { get; init; }
    public MessageDetail Detail { get; init; } = new();

    /// <summary>For a receipt: index of the recipient's entry.</summary>
    public long? ReceiptIndex { get; init; }

    /// <summary>For a receipt: digest of the recipient's entry.</summary>
    public Digest? ReceiptLeaf { get; init; }

    /// <summary>Digest of this entry's own bytes; set only for comparison.</summary>
    public Digest? Leaf { get; init; }

    /// <summary>True for a message of the ledger's owner.</summary>
    public bool IsOurs => Event is LedgerEvents.MessageSent or LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;

    /// <summary>True for our own refusal of a counterpart's message.</summary>
    public bool IsRefusal => Event == LedgerEvents.MessageRejected;

    /// <summary>True for the entry of a receipt.</summary>
    public bool IsSettlement => Event is LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;

    /// <summary>Its step in the exchange; null if the message could not be read that far.</summary>
    public ExchangeStep? Step =>
        MessageId is { } id
        && ExchangeId is { } exchange
        && Sequence is { } sequence
        && Kind is { } text
        && CaseKinds.Find(text) is { } kind
            ? new(Index, Event, At, id, exchange, kind, sequence) { Code = Code, Detail = Detail }
            : null;

    /// <summary>The reduced entry; null if it is not about a message.</summary>
    public static MessageEntry? Of(long index, LedgerLeaf leaf) =>
        LedgerEvents.IsMessage(leaf.Event) && leaf.Counterpart is { } counterpart
            ? new(index, leaf.Event, leaf.At, counterpart)
            {
                MessageId = leaf.MessageId,
                ExchangeId = leaf.ExchangeId,
                Kind = leaf.Kind,
                Sequence = leaf.Sequence,
                Signed = leaf.Signed,
                Sealed = leaf.Sealed,
                Code = leaf.Code,
                Detail = MessageDetail.Read(leaf.Detail),
                ReceiptIndex = DetailForms.Number(leaf.Detail?["index"]),
                ReceiptLeaf = DetailForms.Text(leaf.Detail?["leaf"]) is { } text && Digest.TryParse(text, out var digest) ? digest : null,
            }
            : null;
}
