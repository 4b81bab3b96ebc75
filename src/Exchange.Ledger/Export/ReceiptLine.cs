using System.Text.Json;
using Exchange.Protocol.Link;
using Exchange.Protocol.Reading;

namespace Exchange.Ledger.Export;

/// <summary>One line of <c>receipts/</c>: the proof of the outcome that one of our own entries records for a message of ours.</summary>
/// <param name="Entry">Index of that entry in our own ledger.</param>
/// <param name="Counterpart">The recipient of the message.</param>
/// <param name="Origin">Origin of its ledger.</param>
/// <param name="Size">Size of the checkpoint under which the item is proved.</param>
/// <param name="Item">The item as received.</param>
public sealed record ReceiptLine(long Entry, PartyName Counterpart, string Origin, long Size, ReceiptItem Item)
{
    /// <summary>Largest line in bytes; the texts of an item may be escaped.</summary>
    public const int MaximumSize = 32 * 1024;

    private const int LongestOrigin = 128;

    /// <summary>Writes a line, without line feed.</summary>
    public static byte[] Write(long entry, PartyName counterpart, string origin, long size, string item)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, new() { Encoder = ProtocolJson.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("entry", entry);
            writer.WriteString("counterpart", counterpart.Value);
            writer.WriteString("origin", origin);
            writer.WriteNumber("size", size);
            writer.WritePropertyName("item");
            writer.WriteRawValue(item);
            writer.WriteEndObject();
        }

        return line.ToArray();
    }

    /// <summary>Reads a line strictly, without line feed.</summary>
    public static ReadResult<ReceiptLine> Read(ReadOnlyMemory<byte> line) =>
        line.Length > MaximumSize
            ? StrictJson.Refuse<ReceiptLine>($"A line must have at most {MaximumSize} bytes.")
            : StrictJson.Read(line, Read);

    public override string ToString() => $"{Entry} {Counterpart}";

    private static ReceiptLine Read(ObjectReader reader) =>
        new(
            reader.Integer("entry", 0, long.MaxValue),
            reader.Party("counterpart"),
            reader.Text("origin", LongestOrigin),
            reader.Integer("size", 1, long.MaxValue),
            reader.Object("item", ReceiptItem.Read)
        );
}
