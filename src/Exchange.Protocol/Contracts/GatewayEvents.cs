using System.Text.Json.Serialization;

namespace Exchange.Protocol.Contracts;

/// <summary>
/// An event that a gateway publishes on the national bus, again and again until its consumer has recorded the result. Events
/// carry ids and codes only: a reader fetches the content over the API, with its own rights.
/// </summary>
[JsonDerivedType(typeof(MessageReceived), nameof(MessageReceived))]
[JsonDerivedType(typeof(MessageDelivered), nameof(MessageDelivered))]
[JsonDerivedType(typeof(MessageRejected), nameof(MessageRejected))]
[JsonDerivedType(typeof(AnswerDue), nameof(AnswerDue))]
[JsonDerivedType(typeof(BroughtBack), nameof(BroughtBack))]
[JsonDerivedType(typeof(WitnessAlarm), nameof(WitnessAlarm))]
public interface IGatewayEvent
{
    /// <summary>The same whenever the event is published again.</summary>
    public Guid EventId { get; }
}

/// <summary>A case message of the counterpart's was accepted. <c>Kind</c> is the code of its kind.</summary>
public sealed record MessageReceived(Guid EventId, string Counterpart, Guid MessageId, Guid ExchangeId, string Kind) : IGatewayEvent;

/// <summary>A receipt proves that the counterpart accepted a message of ours.</summary>
public sealed record MessageDelivered(Guid EventId, string Counterpart, Guid MessageId, Guid ExchangeId, string Kind) : IGatewayEvent;

/// <summary>A receipt proves that the counterpart rejected a message of ours. <c>Code</c> is the receipt code.</summary>
public sealed record MessageRejected(Guid EventId, string Counterpart, Guid MessageId, Guid ExchangeId, string Kind, int Code)
    : IGatewayEvent;

/// <summary>An exchange waits for an answer, and its time is running out or over.</summary>
/// <param name="EventId">The same whenever the event is published again.</param>
/// <param name="Counterpart">With whom.</param>
/// <param name="ExchangeId">Id of the opening message.</param>
/// <param name="DueAt">When the answer is due.</param>
/// <param name="Ours">True if we must answer, false if the counterpart must.</param>
/// <param name="Stage">1 when three quarters of the time are over, 2 when it is over, and one more for each day after.</param>
public sealed record AnswerDue(Guid EventId, string Counterpart, Guid ExchangeId, DateTimeOffset DueAt, bool Ours, int Stage)
    : IGatewayEvent;

/// <summary>The time has come that an officer set for an exchange to be brought back.</summary>
/// <param name="EventId">The same whenever the event is published again.</param>
/// <param name="Counterpart">With whom.</param>
/// <param name="ExchangeId">Id of the opening message.</param>
/// <param name="At">The time that was set.</param>
public sealed record BroughtBack(Guid EventId, string Counterpart, Guid ExchangeId, DateTimeOffset At) : IGatewayEvent;

/// <summary>A counterpart's ledger is not consistent with what it showed before; its link is suspended.</summary>
/// <param name="EventId">The same whenever the event is published again.</param>
/// <param name="Counterpart">The owner of the ledger.</param>
/// <param name="Alarm"><c>fork</c> or <c>unproven</c>.</param>
public sealed record WitnessAlarm(Guid EventId, string Counterpart, string Alarm) : IGatewayEvent;
