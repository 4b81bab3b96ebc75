namespace Exchange.Protocol.Contracts;

/// <summary>The recipient's log is proved to have rejected a message of ours.</summary>
/// <param name="EventId">The same whenever the event is told again.</param>
/// <param name="Counterpart">The other party.</param>
/// <param name="MessageId">Of the message.</param>
/// <param name="ExchangeId">Of its exchange.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Code">Receipt code.</param>
public sealed record MessageRejected(Guid EventId, string Counterpart, Guid MessageId, Guid ExchangeId, string Kind, int Code) : IGatewayEvent;
