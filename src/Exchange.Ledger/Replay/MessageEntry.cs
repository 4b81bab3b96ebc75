using System.Text.Json.Nodes;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Replay;

/// <summary>An entry that tells of a case message, as far as replay and comparison need it: much smaller than its leaf.</summary>
/// <param name="Index">In the log.</param>
/// <param name="Event">One of those that <see cref="LedgerEvents.IsMessage"/>.</param>
/// <param name="At">When it was recorded (UTC).</param>
/// <param name="Counterpart">Whose message it was, or for whom.</param>
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

    /// <summary>Of what a receipt settled: index of the recipient's entry.</summary>
    public long? ReceiptIndex { get; init; }

    /// <summary>Of what a receipt settled: digest of the recipient's entry.</summary>
    public Digest? ReceiptLeaf { get; init; }

    /// <summary>Digest of this entry's own bytes, where somebody asks for it.</summary>
    public Digest? Leaf { get; init; }

    /// <summary>True for a message of the log's own party.</summary>
    public bool IsOurs => Event is LedgerEvents.MessageSent or LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;

    /// <summary>True for our own refusal of a counterpart's message.</summary>
    public bool IsRefusal => Event == LedgerEvents.MessageRejected;

    /// <summary>True for what a receipt told.</summary>
    public bool IsSettlement => Event is LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;

    /// <summary>The step of its exchange that it is; nothing where the message could not be read that far.</summary>
    public ExchangeStep? Step => MessageId is { } id && ExchangeId is { } exchange && Sequence is { } sequence
        && Kind is { } text && CaseKinds.Find(text) is { } kind
            ? new(Index, Event, At, id, exchange, kind, sequence) { Code = Code, Detail = Detail }
            : null;

    /// <summary>The entry, or nothing if it tells of no message.</summary>
    public static MessageEntry? Of(long index, LedgerLeaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return LedgerEvents.IsMessage(leaf.Event) && leaf.Counterpart is { } counterpart
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
                ReceiptIndex = Number(leaf.Detail, "index"),
                ReceiptLeaf = Text(leaf.Detail, "leaf") is { } text && Digest.TryParse(text, out var digest) ? digest : null,
            }
            : null;
    }

    private static long? Number(JsonObject? detail, string name) =>
        detail?[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    private static string? Text(JsonObject? detail, string name) =>
        detail?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
