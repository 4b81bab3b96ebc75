namespace Exchange.Protocol.Contracts;

/// <summary>The recipient's log is proved to have accepted a message of ours. Names it; the content is fetched over the API, with the reader's own rights.</summary>
/// <param name="EventId">The same whenever the event is told again.</param>
/// <param name="Counterpart">The other party.</param>
/// <param name="MessageId">Of the message.</param>
/// <param name="ExchangeId">Of its exchange.</param>
/// <param name="Kind">Code of its kind.</param>
public sealed record MessageDelivered(Guid EventId, string Counterpart, Guid MessageId, Guid ExchangeId, string Kind) : IGatewayEvent;
