namespace Exchange.Protocol.Api;

/// <summary>Answer to a submission: it is signed, in the log and in the outbox.</summary>
public sealed record SubmittedView(Guid MessageId, Guid ExchangeId, string Reference, Digest Signed);
