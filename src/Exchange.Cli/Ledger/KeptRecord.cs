using System.Text.Json;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Ledger;

/// <summary>A row of a database in a spool: of an exchange or of a message.</summary>
internal sealed record KeptRecord(KeptExchange? Exchange, KeptMessage? Message)
{
    public Guid ExchangeId => Exchange?.ExchangeId ?? Message!.ExchangeId;

    public static void Write(BinaryWriter writer, KeptRecord record) => writer.Write(JsonSerializer.Serialize(record, ProtocolJson.Options));

    public static KeptRecord Read(BinaryReader reader) => JsonSerializer.Deserialize<KeptRecord>(reader.ReadString(), ProtocolJson.Options)!;
}
