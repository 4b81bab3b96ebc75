using System.Diagnostics.CodeAnalysis;
using Exchange.Protocol.Link;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Messages;

/// <summary>
/// A kind of message that this version reads (border protocol, section 5); others are refused with code 402. There is one
/// object per kind: a <see cref="CaseKind"/> is between officers, a <see cref="LinkKind"/> between gateways.
/// </summary>
public abstract class MessageKind
{
    private protected MessageKind() { }

    /// <summary>Its name on the wire: lower case with hyphens.</summary>
    public required string Code { get; init; }

    public required Func<ObjectReader, MessageBody> Read { get; init; }

    /// <summary>Finds a case kind or a link kind by its code.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MessageKind? kind) =>
        (kind = (MessageKind?)CaseKinds.Find(text) ?? LinkKind.Find(text)) is not null;

    public sealed override string ToString() => Code;
}

/// <summary>A kind of message between two gateways: never receipted, never deferred, never a ledger entry.</summary>
public sealed class LinkKind : MessageKind
{
    public static LinkKind Receipt { get; } = new() { Code = "receipt", Read = ReceiptBody.Read };
    public static LinkKind Checkpoint { get; } = new() { Code = "checkpoint", Read = CheckpointBody.Read };
    public static LinkKind Cosignature { get; } = new() { Code = "cosignature", Read = CosignatureBody.Read };
    public static LinkKind Ping { get; } = new() { Code = "ping", Read = PingBody.Read };
    public static LinkKind Pong { get; } = new() { Code = "pong", Read = PongBody.Read };
    public static LinkKind PartyUpdate { get; } = new() { Code = "party-update", Read = PartyUpdateBody.Read };
    public static LinkKind MailboxGrant { get; } = new() { Code = "mailbox-grant", Read = MailboxGrantBody.Read };
    public static IReadOnlyList<LinkKind> All { get; } = [Receipt, Checkpoint, Cosignature, Ping, Pong, PartyUpdate, MailboxGrant];

    public static LinkKind? Find(string code) => All.FirstOrDefault(kind => kind.Code == code);
}
