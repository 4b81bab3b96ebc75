using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Messages;

/// <summary>
/// Reads the bytes of a message strictly (border protocol, section 4): all members known and present, all values in their
/// one valid form. The caller, who knows the clock and the exchange, judges times, parties and step.
/// </summary>
public static class MessageParser
{
    /// <summary>Largest message in bytes, padding included.</summary>
    public const int MaximumSize = 512 * 1024;

    /// <summary>Reads a message; a refusal has the code of the first fault (400 to 404, 501).</summary>
    public static ReadResult<Message> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaximumSize)
            return StrictJson.Refuse<Message>($"The message is larger than {MaximumSize} bytes.");
        if (!Padding.TryRemove(bytes, out var json))
            return StrictJson.Refuse<Message>("The message is not padded to a multiple of 4,096 bytes with the fewest spaces.");
        return StrictJson.Read(json, reader => Read(reader, bytes));
    }

    /// <summary>Notes the shape of a message of a kind.</summary>
    internal static void Note(ObjectReader reader, CaseKind kind)
    {
        reader.NoteConstant("protocol", MessageHeader.Protocol);
        reader.NoteConstant("kind", kind.Code);
        ReadHeader(reader, kind);
        reader.Object("body", kind.Read);
    }

    private static Message Read(ObjectReader reader, ReadOnlyMemory<byte> bytes)
    {
        if (!SpeaksThisProtocol(reader) || ReadKind(reader) is not { } kind)
        {
            reader.IgnoreTheRest();
            return null!;
        }

        var header = ReadHeader(reader, kind);
        var body = reader.Object("body", member => kind.Read(member));
        Relations.Check(reader, header.Handling, body);
        Check(reader, header, body);
        return new(header, body, bytes);
    }

    // A body that could not be read is missing.
    private static void Check(ObjectReader reader, MessageHeader header, MessageBody? body)
    {
        body?.Check(reader, header);
        if (header.Opens)
            body?.CheckOpening(reader);
    }

    private static bool SpeaksThisProtocol(ObjectReader reader)
    {
        var protocol = reader.AnyText("protocol");
        if (protocol is not (null or MessageHeader.Protocol))
            reader.Refuse("protocol", ReceiptCode.UnknownProtocolOrKind, "This gateway does not support this protocol.");
        return protocol == MessageHeader.Protocol;
    }

    private static MessageKind? ReadKind(ObjectReader reader)
    {
        var text = reader.AnyText("kind");
        if (text is null)
            return null;
        if (MessageKind.TryParse(text, out var kind))
            return kind;
        reader.Refuse("kind", ReceiptCode.UnknownProtocolOrKind, "This gateway does not know this kind of message.");
        return null;
    }

    private static MessageHeader ReadHeader(ObjectReader reader, MessageKind kind)
    {
        var header = new MessageHeader
        {
            MessageId = reader.Id("messageId"),
            Kind = kind,
            Sender = reader.Party("sender"),
            Recipient = reader.Party("recipient"),
            Salt = reader.Bytes("salt", MessageHeader.SaltSize),
            IssuedAt = reader.Time("issuedAt"),
            ExpiresAt = reader.Time("expiresAt"),
            InReplyTo = reader.OptionalObject("inReplyTo", InReplyTo.Read),
        };
        if (header.IssuedAt != default)
            reader.Findings.IssuedAt = header.IssuedAt;
        if (header.ExpiresAt <= header.IssuedAt || header.ExpiresAt - header.IssuedAt > MessageHeader.MaximumLife)
            reader.Refuse("expiresAt", ReceiptCode.TimesImplausible, MessageHeader.LifeText);
        if (header.InReplyTo?.MessageId == header.MessageId)
            reader.Refuse("inReplyTo", ReceiptCode.MembersOrTypes, "A message cannot answer itself.");
        return kind is LinkKind ? header : ReadCase(reader, header);
    }

    private static MessageHeader ReadCase(ObjectReader reader, MessageHeader header)
    {
        // Attachments are not supported yet. The protocol allows a gateway to refuse them when they exceed its limit.
        if (reader.Has("attachments"))
            reader.RefuseWhole("attachments", ReceiptCode.AttachmentEntry, "This gateway accepts no attachments.");
        header = header with { ExchangeId = reader.Id("exchangeId") };
        return header with
        {
            Reference = reader.Parsed("reference", ReferenceForm.Form, "", (string text, out string reference) =>
                ReferenceForm.Fits(reference = text, header)
            ),
            Sequence = (int)reader.Integer("sequence", 1, int.MaxValue, ReceiptCode.MembersOrTypes),
            Handling = reader.Object("handling", Handling.Read),
        };
    }
}
