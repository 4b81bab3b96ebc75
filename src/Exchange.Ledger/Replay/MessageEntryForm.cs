using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Replay;

/// <summary>Message entries as bytes, for what does not fit into memory at once. A form for one run of one program, and no longer.</summary>
public static class MessageEntryForm
{
    public static void Write(BinaryWriter writer, MessageEntry entry)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(entry);
        writer.Write(entry.Index);
        writer.Write(entry.Event);
        Write(writer, entry.At);
        writer.Write(entry.Counterpart.Value);
        Write(writer, entry.MessageId);
        Write(writer, entry.ExchangeId);
        Write(writer, entry.Kind);
        writer.Write(entry.Sequence ?? 0);
        Write(writer, entry.Signed);
        Write(writer, entry.Sealed);
        writer.Write((int)(entry.Code ?? 0));
        Write(writer, entry.Detail);
        writer.Write(entry.ReceiptIndex ?? -1);
        Write(writer, entry.ReceiptLeaf);
        Write(writer, entry.Leaf);
    }

    public static MessageEntry Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(reader.ReadInt64(), string.Intern(reader.ReadString()), ReadTime(reader)!.Value, PartyName.Parse(reader.ReadString()))
        {
            MessageId = ReadId(reader),
            ExchangeId = ReadId(reader),
            Kind = ReadText(reader),
            Sequence = reader.ReadInt32() is > 0 and var sequence ? sequence : null,
            Signed = ReadDigest(reader),
            Sealed = ReadDigest(reader),
            Code = reader.ReadInt32() is > 0 and var code ? (ReceiptCode)code : null,
            Detail = ReadDetail(reader),
            ReceiptIndex = reader.ReadInt64() is >= 0 and var index ? index : null,
            ReceiptLeaf = ReadDigest(reader),
            Leaf = ReadDigest(reader),
        };
    }

    private static void Write(BinaryWriter writer, MessageDetail detail)
    {
        Write(writer, detail.Reference);
        Write(writer, detail.IssuedAt);
        Write(writer, detail.ExpiresAt);
        writer.Write(detail.Facts.Write());
        Write(writer, detail.InReplyTo);
        Write(writer, detail.AcceptedAt);
    }

    private static MessageDetail ReadDetail(BinaryReader reader) => new()
    {
        Reference = ReadText(reader),
        IssuedAt = ReadTime(reader),
        ExpiresAt = ReadTime(reader),
        Facts = FactSet.Read(JsonNode.Parse(reader.ReadString()) as JsonObject),
        InReplyTo = ReadId(reader),
        AcceptedAt = ReadTime(reader),
    };

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void Write(BinaryWriter writer, DateTimeOffset? time)
    {
        writer.Write(time is not null);
        if (time is { } value)
            writer.Write(value.ToUnixTimeMilliseconds());
    }

    private static DateTimeOffset? ReadTime(BinaryReader reader) => reader.ReadBoolean() ? DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()) : null;

    private static void Write(BinaryWriter writer, Guid? id)
    {
        writer.Write(id is not null);
        if (id is not { } value)
            return;
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes);
        writer.Write(bytes);
    }

    private static Guid? ReadId(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
            return null;
        Span<byte> bytes = stackalloc byte[16];
        reader.BaseStream.ReadExactly(bytes);
        return new(bytes);
    }

    private static void Write(BinaryWriter writer, Digest? digest)
    {
        writer.Write(digest is not null);
        if (digest is { } value)
            writer.Write(value.ToBytes());
    }

    private static Digest? ReadDigest(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
            return null;
        Span<byte> bytes = stackalloc byte[Digest.Size];
        reader.BaseStream.ReadExactly(bytes);
        return Digest.FromBytes(bytes);
    }
}
