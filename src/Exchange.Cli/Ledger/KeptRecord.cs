using System.Text.Json;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Ledger;

/// <summary>A row of a database in a spool: an exchange or a message.</summary>
internal sealed record KeptRecord(KeptExchange? Exchange, KeptMessage? Message)
{
    /// <summary>Null for a refused message that named no exchange.</summary>
    public Guid? ExchangeId => Exchange is { } exchange ? exchange.ExchangeId : Message!.ExchangeId;

    /// <summary>Index of a message's entry.</summary>
    public long Entry => Message?.Entry ?? 0;

    public static void Write(BinaryWriter writer, KeptRecord record) => writer.Write(JsonSerializer.Serialize(record, ProtocolJson.Options));

    public static KeptRecord Read(BinaryReader reader) => JsonSerializer.Deserialize<KeptRecord>(reader.ReadString(), ProtocolJson.Options)!;
}
