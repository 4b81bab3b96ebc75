using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Messages;

/// <summary>
/// What could be read of the header of a refused message: its ledger entry and its receipt use these members. A
/// missing or malformed member is null; all are null if the message is not strict JSON, or has another protocol.
/// </summary>
public sealed record MessageOutline
{
    public Guid? MessageId { get; init; }

    /// <summary>Null for a kind that this version does not read.</summary>
    public MessageKind? Kind { get; init; }

    public PartyName? Sender { get; init; }
    public PartyName? Recipient { get; init; }
    public DateTimeOffset? IssuedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public Guid? ExchangeId { get; init; }
    public int? Sequence { get; init; }

    /// <summary>
    /// True if the sender can find its message by these members in a receipt. If not, only the codes 400 to 402 may refuse the
    /// message.
    /// </summary>
    public bool NamesTheMessage =>
        MessageId is not null && Kind is { } kind && (kind is LinkKind || (ExchangeId is not null && Sequence is not null));

    public static MessageOutline Of(MessageHeader header) =>
        new()
        {
            MessageId = header.MessageId,
            Kind = header.Kind,
            Sender = header.Sender,
            Recipient = header.Recipient,
            IssuedAt = header.IssuedAt,
            ExpiresAt = header.ExpiresAt,
            ExchangeId = header.ExchangeId,
            Sequence = header.Sequence,
        };

    /// <summary>Reads what can be read of the bytes of a message, padding included.</summary>
    public static MessageOutline Read(ReadOnlyMemory<byte> bytes) =>
        bytes.Length <= MessageParser.MaximumSize && Padding.TryRemove(bytes, out var json)
            ? StrictJson.Read(json, Read).Value ?? new()
            : new();

    private static MessageOutline Read(ObjectReader reader)
    {
        reader.IgnoreTheRest();
        return !reader.TryParsed("protocol", (string text, out string same) => (same = text) == MessageHeader.Protocol, out _)
            ? new()
            : new()
            {
                MessageId = Id(reader, "messageId"),
                Kind = reader.TryParsed(
                    "kind",
                    (string text, out MessageKind? found) => MessageKind.TryParse(text, out found),
                    out var kind
                )
                    ? kind
                    : null,
                Sender = Party(reader, "sender"),
                Recipient = Party(reader, "recipient"),
                IssuedAt = Time(reader, "issuedAt"),
                ExpiresAt = Time(reader, "expiresAt"),
                ExchangeId = Id(reader, "exchangeId"),
                Sequence = reader.TryInteger("sequence", 1, int.MaxValue, out var sequence) ? (int)sequence : null,
            };
    }

    private static Guid? Id(ObjectReader reader, string member) =>
        reader.TryParsed(member, Protocol.MessageId.TryParse, out Guid id) ? id : null;

    private static PartyName? Party(ObjectReader reader, string member) =>
        reader.TryParsed(member, (string text, out PartyName name) => PartyName.TryParse(text, out name!), out var party) ? party : null;

    private static DateTimeOffset? Time(ObjectReader reader, string member) =>
        reader.TryParsed(member, ProtocolTime.TryParse, out DateTimeOffset time) ? time : null;
}
