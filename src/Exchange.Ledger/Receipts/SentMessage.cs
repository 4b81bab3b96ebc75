using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Receipts;

/// <summary>Our copy of a message, as far as its receipt must agree with it.</summary>
/// <param name="Sender">Ourselves.</param>
/// <param name="Recipient">Who receipts it.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="ExchangeId">Of its exchange.</param>
/// <param name="Kind">Code of the kind.</param>
/// <param name="Sequence">Within the exchange.</param>
/// <param name="Signed">Digest of the detached signature.</param>
public sealed record SentMessage(PartyName Sender, PartyName Recipient, Guid MessageId, Guid ExchangeId, string Kind, int Sequence, Digest Signed);
