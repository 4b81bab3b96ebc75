using System.Buffers;
using System.Text.Json;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Messages;

/// <summary>Writes the bytes of a message, padded, ready to be signed.</summary>
public static class MessageWriter
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ProtocolJson.Options.Encoder };

    /// <exception cref="ArgumentException">The result is not a valid message; the text names the first fault.</exception>
    public static Message Write(MessageHeader header, MessageBody body)
    {
        var read = TryWrite(header, body);
        return read.Value
            ?? throw new ArgumentException($"Not a valid message: {read.Faults[0].Pointer} {read.Faults[0].Text}", nameof(body));
    }

    /// <summary>Writes header and body; the faults say why they make no valid message, such as its size or its times.</summary>
    public static ReadResult<Message> TryWrite(MessageHeader header, MessageBody body)
    {
        var buffer = new ArrayBufferWriter<byte>(Padding.Block);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            Write(writer, header, body);
        return MessageParser.Read(Padding.Add(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, MessageHeader header, MessageBody body)
    {
        writer.WriteStartObject();
        writer.WriteString("protocol", MessageHeader.Protocol);
        writer.WriteString("messageId", MessageId.Write(header.MessageId));
        writer.WriteString("kind", header.Kind.Code);
        writer.WriteString("sender", header.Sender.Value);
        writer.WriteString("recipient", header.Recipient.Value);
        writer.WriteBase64String("salt", header.Salt.Span);
        writer.WriteString("issuedAt", ProtocolTime.Write(header.IssuedAt));
        writer.WriteString("expiresAt", ProtocolTime.Write(header.ExpiresAt));
        WriteCase(writer, header);
        WriteObject(writer, "inReplyTo", header.InReplyTo);
        WriteObject(writer, "body", body);
        writer.WriteEndObject();
    }

    private static void WriteCase(Utf8JsonWriter writer, MessageHeader header)
    {
        if (header.Kind is LinkKind)
            return;
        writer.WriteString("exchangeId", MessageId.Write(header.ExchangeId.GetValueOrDefault()));
        writer.WriteString("reference", header.Reference);
        writer.WriteNumber("sequence", header.Sequence.GetValueOrDefault());
        WriteObject(writer, "handling", header.Handling);
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, object? value)
    {
        if (value is null)
            return;
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, value.GetType(), ProtocolJson.Options);
    }
}

/// <summary>The fewest spaces after the JSON that make the length a multiple of 4,096 bytes, so that the length reveals little.</summary>
internal static class Padding
{
    public const int Block = 4096;
    private const byte Space = 0x20;

    private static ReadOnlySpan<byte> OtherWhiteSpace => "\t\n\r"u8;

    public static byte[] Add(ReadOnlySpan<byte> json)
    {
        var padded = new byte[(json.Length + Block - 1) / Block * Block];
        json.CopyTo(padded);
        padded.AsSpan(json.Length).Fill(Space);
        return padded;
    }

    /// <summary>Removes the spaces; false if there are more or fewer than required, or other white space among them.</summary>
    public static bool TryRemove(ReadOnlyMemory<byte> padded, out ReadOnlyMemory<byte> json)
    {
        var length = padded.Span.LastIndexOfAnyExcept(Space) + 1;
        json = padded[..length];
        return length > 0
            && padded.Length % Block == 0
            && padded.Length - length < Block
            && !OtherWhiteSpace.Contains(padded.Span[length - 1]);
    }
}
