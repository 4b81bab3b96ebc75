using System.Text.Json;
using Exchange.Protocol.Link;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Ledger.Export;

/// <summary>One line of <c>receipts/</c>: the proof of what one of our own entries says became of a message of ours.</summary>
/// <param name="Entry">Index of that entry in our own log.</param>
/// <param name="Counterpart">Who received the message.</param>
/// <param name="Origin">Of its log.</param>
/// <param name="Size">Of its log, at the head under which the item is proved.</param>
/// <param name="Item">The item as it came in a receipt.</param>
public sealed record ReceiptLine(long Entry, PartyName Counterpart, string Origin, long Size, ReceiptItem Item)
{
    /// <summary>Largest line in bytes; an item's texts may be escaped.</summary>
    public const int MaximumSize = 32 * 1024;

    private const int LongestOrigin = 128;

    /// <summary>Writes a line, without its line feed.</summary>
    public static byte[] Write(long entry, PartyName counterpart, string origin, long size, string item)
    {
        ArgumentNullException.ThrowIfNull(counterpart);
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

    /// <summary>Reads a line strictly, without its line feed.</summary>
    public static ReadResult<ReceiptLine> Read(ReadOnlyMemory<byte> line) => line.Length > MaximumSize
        ? StrictJson.Refuse<ReceiptLine>($"A line has at most {MaximumSize} bytes.")
        : StrictJson.Read(line, Read);

    public override string ToString() => $"{Entry} {Counterpart}";

    private static ReceiptLine Read(ObjectReader reader) => new(
        reader.Integer("entry", 0, long.MaxValue),
        reader.Parsed("counterpart", "a party's name", null!, (string text, out PartyName name) => PartyName.TryParse(text, out name!)),
        reader.Text("origin", LongestOrigin),
        reader.Integer("size", 1, long.MaxValue),
        reader.Object("item", ReceiptItem.Read));
}
