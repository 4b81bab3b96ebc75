using System.Text.Json;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Ledger;

/// <summary>A row of a database in a spool: of an exchange or of a message.</summary>
internal sealed record KeptRecord(KeptExchange? Exchange, KeptMessage? Message)
{
    /// <summary>Nothing for a refused message that did not tell.</summary>
    public Guid? ExchangeId => Exchange is { } exchange ? exchange.ExchangeId : Message!.ExchangeId;

    /// <summary>Index of its entry, of a message.</summary>
    public long Entry => Message?.Entry ?? 0;

    public static void Write(BinaryWriter writer, KeptRecord record) => writer.Write(JsonSerializer.Serialize(record, ProtocolJson.Options));

    public static KeptRecord Read(BinaryReader reader) => JsonSerializer.Deserialize<KeptRecord>(reader.ReadString(), ProtocolJson.Options)!;
}
