using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Submitting;

/// <summary>What is to be said to a counterpart, checked against the vocabulary, not yet signed. Holds content: prints as ids.</summary>
internal sealed record CaseDraft(Counterpart Counterpart, Guid MessageId, Guid ExchangeId, Handling Handling, MessageBody Body)
{
    public DateTimeOffset? ExpiresAt { get; init; }

    public InReplyTo? InReplyTo { get; init; }

    public bool Opens => MessageId == ExchangeId;

    public override string ToString() => $"{Body} {MessageId}";
}
