using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Life;

/// <summary>One entry of a ledger as far as the life of an exchange depends on it.</summary>
/// <param name="Entry">Its index in the ledger.</param>
/// <param name="Event">One of <see cref="LedgerEvents"/> that tell of a message.</param>
/// <param name="At">When it was recorded (UTC).</param>
/// <param name="MessageId">Of the message.</param>
/// <param name="ExchangeId">Of its exchange.</param>
/// <param name="Kind">Of the message.</param>
/// <param name="Sequence">Of the message, per exchange and sender.</param>
public sealed record ExchangeStep(long Entry, string Event, DateTimeOffset At, Guid MessageId, Guid ExchangeId, CaseKind Kind, int Sequence)
{
    public ReceiptCode? Code { get; init; }

    public MessageDetail Detail { get; init; } = new();

    /// <summary>True for a message of the ledger's own party.</summary>
    public bool IsOurs => Event is LedgerEvents.MessageSent or LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;

    public bool Opens => MessageId == ExchangeId;
}
