using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Messages;

/// <summary>Everything of a message but its body (border protocol, section 4).</summary>
public sealed record MessageHeader
{
    public const string Protocol = "exchange/1";

    /// <summary>Length of the salt in bytes.</summary>
    public const int SaltSize = 16;

    /// <summary>Longest life of a message.</summary>
    public static readonly TimeSpan MaximumLife = TimeSpan.FromDays(90);

    /// <summary>How long after it has expired a message without a receipt is still sent again (border protocol, section 4).</summary>
    public static readonly TimeSpan ResentAfterExpiry = TimeSpan.FromDays(7);

    internal const string LifeText = "The message must expire after it was issued, at most 90 days later.";

    public required Guid MessageId { get; init; }

    public required MessageKind Kind { get; init; }

    public required PartyName Sender { get; init; }

    public required PartyName Recipient { get; init; }

    /// <summary>16 random bytes, so that no digest of a message can be guessed from its content.</summary>
    public required ReadOnlyMemory<byte> Salt { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>At most 90 days after <see cref="IssuedAt"/>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The id of the message that opened the exchange. Case messages only, as the next three.</summary>
    public Guid? ExchangeId { get; init; }

    /// <summary>Given by the opener, such as <c>BGD-MYS-2026-000042</c>.</summary>
    public string? Reference { get; init; }

    /// <summary>From 1, per exchange and sender, without gaps.</summary>
    public int? Sequence { get; init; }

    public Handling? Handling { get; init; }

    public InReplyTo? InReplyTo { get; init; }

    /// <summary>True for the message that opened its exchange.</summary>
    public bool Opens => ExchangeId == MessageId;

    public override string ToString() => $"{Kind.Code} {MessageId}";
}
