using System.Text.Json.Nodes;

namespace Exchange.Ledger.Replay;

/// <summary>Message entries as bytes, for temporary files of one run when they do not fit into memory. Not a lasting format.</summary>
public static class MessageEntryForm
{
    public static void Write(BinaryWriter writer, MessageEntry entry)
    {
        writer.Write(entry.Index);
        writer.Write(entry.Event);
        writer.Write(entry.At.ToUnixTimeMilliseconds());
        writer.Write(entry.Counterpart.Value);
        writer.Write((entry.MessageId ?? Guid.Empty).ToByteArray());
        writer.Write((entry.ExchangeId ?? Guid.Empty).ToByteArray());
        writer.Write(entry.Kind ?? "");
        writer.Write(entry.Sequence ?? 0);
        Write(writer, entry.Signed);
        Write(writer, entry.Sealed);
        writer.Write((int)(entry.Code ?? 0));
        writer.Write(entry.Detail.ToJson().ToJsonString());
        writer.Write(entry.ReceiptIndex ?? -1);
        Write(writer, entry.ReceiptLeaf);
        Write(writer, entry.Leaf);
    }

    public static MessageEntry Read(BinaryReader reader) =>
        new(
            reader.ReadInt64(),
            string.Intern(reader.ReadString()),
            DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()),
            PartyName.Parse(reader.ReadString())
        )
        {
            MessageId = ReadId(reader),
            ExchangeId = ReadId(reader),
            Kind = reader.ReadString() is { Length: > 0 } kind ? kind : null,
            Sequence = reader.ReadInt32() is > 0 and var sequence ? sequence : null,
            Signed = ReadDigest(reader),
            Sealed = ReadDigest(reader),
            Code = reader.ReadInt32() is > 0 and var code ? (ReceiptCode)code : null,
            Detail = MessageDetail.Read(JsonNode.Parse(reader.ReadString()) as JsonObject),
            ReceiptIndex = reader.ReadInt64() is >= 0 and var index ? index : null,
            ReceiptLeaf = ReadDigest(reader),
            Leaf = ReadDigest(reader),
        };

    private static Guid? ReadId(BinaryReader reader) => new Guid(reader.ReadBytes(16)) is var id && id != Guid.Empty ? id : null;

    private static void Write(BinaryWriter writer, Digest? digest)
    {
        writer.Write(digest is not null);
        if (digest is { } value)
            writer.Write(value.ToBytes());
    }

    private static Digest? ReadDigest(BinaryReader reader) => reader.ReadBoolean() ? Digest.FromBytes(reader.ReadBytes(Digest.Size)) : null;
}
