using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Ledger.Entries;

/// <summary>Writes the bytes of a ledger entry.</summary>
public static class LeafWriter
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ProtocolJson.Options.Encoder };

    /// <exception cref="ArgumentException">The draft does not match its event, the entry would exceed 4,096 bytes, or the salt has another
    /// length.</exception>
    public static LedgerLeaf Write(LeafDraft draft, PartyName party, DateTimeOffset at, ReadOnlySpan<byte> salt)
    {
        if (CatalogueCheck.FaultOf(draft) is { } fault)
            throw new ArgumentException(fault, nameof(draft));
        if (salt.Length != LedgerLeaf.SaltSize)
            throw new ArgumentException($"The salt has {LedgerLeaf.SaltSize} bytes.", nameof(salt));
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", 1);
            writer.WriteString("at", ProtocolTime.Write(at));
            writer.WriteString("event", draft.Event);
            writer.WriteString("party", party.Value);
            writer.WriteString("actor", draft.Actor ?? "gateway");
            writer.WriteBase64String("salt", salt);
            WriteMessage(writer, draft);
            writer.WriteEndObject();
        }

        return buffer.WrittenCount <= LedgerLeaf.MaximumSize
            ? LedgerLeaf.Of(buffer.WrittenSpan.ToArray())
            : throw new ArgumentException($"The entry is larger than {LedgerLeaf.MaximumSize} bytes.", nameof(draft));
    }

    private static void WriteMessage(Utf8JsonWriter writer, LeafDraft draft)
    {
        WriteText(writer, "counterpart", draft.Counterpart?.Value);
        WriteText(writer, "exchangeId", draft.ExchangeId is { } exchange ? MessageId.Write(exchange) : null);
        WriteText(writer, "messageId", draft.MessageId is { } message ? MessageId.Write(message) : null);
        WriteText(writer, "kind", draft.Kind is { } kind ? kind.Code : null);
        if (draft.Sequence is { } sequence)
            writer.WriteNumber("sequence", sequence);
        WriteText(writer, "signed", draft.Signed?.ToString());
        WriteText(writer, "sealed", draft.Sealed?.ToString());
        if (draft.Code is { } code)
            writer.WriteNumber("code", (int)code);
        if (draft.Detail is not { Count: > 0 } detail)
            return;
        writer.WritePropertyName("detail");
        detail.WriteTo(writer);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }
}

/// <summary>The content of a new entry; <see cref="LeafWriter"/> adds version, time, party and salt.</summary>
/// <param name="Event">One of the catalogue's events, which defines the members.</param>
public sealed record LeafDraft(string Event)
{
    /// <summary>
    /// <c>gateway</c>, <c>operator</c>, <c>policy:name</c>, <c>token</c>, <c>auditor</c>, <c>unknown</c> or an opaque user id; never a
    /// person's name. Null is <c>gateway</c>.
    /// </summary>
    public string? Actor { get; init; }

    public PartyName? Counterpart { get; init; }
    public Guid? ExchangeId { get; init; }
    public Guid? MessageId { get; init; }
    public MessageKind? Kind { get; init; }
    public int? Sequence { get; init; }

    /// <summary>Digest of the message's detached signature.</summary>
    public Digest? Signed { get; init; }

    /// <summary>Digest of the sealed bytes.</summary>
    public Digest? Sealed { get; init; }

    public ReceiptCode? Code { get; init; }

    /// <summary>Further members of the event: closed per event, never content.</summary>
    public JsonObject? Detail { get; init; }
}
