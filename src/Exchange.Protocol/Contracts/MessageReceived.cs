namespace Exchange.Protocol.Contracts;

/// <summary>A case message was taken. Names it; the content is fetched over the API, with the reader's own rights.</summary>
/// <param name="EventId">The same whenever the event is told again.</param>
/// <param name="Counterpart">The other party.</param>
/// <param name="MessageId">Of the message.</param>
/// <param name="ExchangeId">Of its exchange.</param>
/// <param name="Kind">Code of its kind.</param>
public sealed record MessageReceived(Guid EventId, string Counterpart, Guid MessageId, Guid ExchangeId, string Kind) : IGatewayEvent;
