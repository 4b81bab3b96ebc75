using System.Text.Json.Serialization;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Messages;

/// <summary>
/// A message with the exact bytes that were or will be signed. They are kept unchanged and never serialised again. Prints as
/// kind and id, so that no content gets into service logs.
/// </summary>
public sealed class Message
{
    internal Message(MessageHeader header, MessageBody body, ReadOnlyMemory<byte> bytes) => (Header, Body, Bytes) = (header, body, bytes);

    public MessageHeader Header { get; }
    public MessageBody Body { get; }

    /// <summary>The padded JSON; its length is a multiple of 4,096 bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public override string ToString() => Header.ToString();
}

/// <summary>Everything in a message except its body (border protocol, section 4).</summary>
public sealed record MessageHeader
{
    public const string Protocol = "exchange/1";

    /// <summary>Length of the salt in bytes.</summary>
    public const int SaltSize = 16;

    /// <summary>Longest lifetime of a message.</summary>
    public static readonly TimeSpan MaximumLife = TimeSpan.FromDays(90);

    /// <summary>How long after its expiry a message without a receipt is still resent (border protocol, section 4).</summary>
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

    /// <summary>The id of the opening message. Case messages only, like the next three.</summary>
    public Guid? ExchangeId { get; init; }

    /// <summary>Chosen by the opener, such as <c>BGD-MYS-2026-000042</c>.</summary>
    public string? Reference { get; init; }

    /// <summary>From 1, per exchange and sender, without gaps.</summary>
    public int? Sequence { get; init; }

    public Handling? Handling { get; init; }
    public InReplyTo? InReplyTo { get; init; }

    /// <summary>True for the opening message of an exchange.</summary>
    public bool Opens => ExchangeId == MessageId;

    public override string ToString() => $"{Kind.Code} {MessageId}";
}

/// <summary>The message that this one answers: its id and the digest of its detached signature.</summary>
public sealed record InReplyTo(Guid MessageId, Digest Signed)
{
    internal static InReplyTo Read(ObjectReader reader) => new(reader.Id("messageId"), reader.Digest("signed"));
}

/// <summary>The body of a message. Holds content: prints as its kind only.</summary>
public abstract record MessageBody
{
    protected MessageBody(MessageKind kind) => Kind = kind;

    // On the wire it is in the header. Do not override it: an override does not inherit the attribute, and would be serialised.
    [JsonIgnore]
    public MessageKind Kind { get; }

    /// <summary>Checks the members against each other; does nothing by default.</summary>
    internal virtual void Check(Vocabulary.Relations relations) { }

    /// <summary>Checks the members against the header; does nothing by default.</summary>
    internal virtual void Check(ObjectReader message, MessageHeader header) { }

    /// <summary>Checks what counts only for a message that opens an exchange; does nothing by default.</summary>
    internal virtual void CheckOpening(ObjectReader message) { }

    public sealed override string ToString() => $"body of a {Kind.Code}";
}
