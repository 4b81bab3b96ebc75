using System.Text.Json;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Gateway.Store;

/// <summary>The proofs of what became of our messages.</summary>
internal static class ReceiptTable
{
    /// <summary>Keeps the item that settled a message, with the head that it is proved under.</summary>
    public static void Insert(SqlSession sql, PartyName counterpart, Guid messageId, ReceiptItem item, Checkpoint head, long entryIndex) => sql.Execute(
        "INSERT INTO receipts (entry_index, counterpart, message_id, origin, size, item) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)",
        entryIndex, counterpart.Value, MessageId.Write(messageId), head.Origin, head.Size, JsonSerializer.Serialize(item, ProtocolJson.Options));
}
