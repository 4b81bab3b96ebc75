namespace Exchange.Protocol.Api;

/// <summary>Answer to a submission: it is signed, in the log and in the outbox.</summary>
/// <param name="MessageId">Of the message.</param>
/// <param name="ExchangeId">Of its exchange.</param>
/// <param name="Reference">Of its exchange.</param>
/// <param name="Signed">Digest of the signature.</param>
/// <param name="Warnings">What its writer should look at again; it was sent all the same.</param>
public sealed record SubmittedView(Guid MessageId, Guid ExchangeId, string Reference, Digest Signed, IReadOnlyList<WarningView> Warnings);

/// <summary>What is often wrong, and may be the point.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member, from the submission.</param>
/// <param name="Detail">A sentence; it never repeats the value.</param>
public sealed record WarningView(string Pointer, string Detail);
