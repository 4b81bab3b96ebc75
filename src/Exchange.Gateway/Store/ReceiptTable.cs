using System.Text.Json;
using Exchange.Ledger.Export;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Store;

/// <summary>
/// The proof of the result of a message of ours: an item of a receipt, and the checkpoint of the recipient's ledger that it is proved
/// under.
/// </summary>
/// <param name="EntryIndex">Index of the entry in that ledger of ours that records the result.</param>
/// <param name="Origin">Origin of the recipient's ledger.</param>
/// <param name="Size">Size of the recipient's ledger at that checkpoint.</param>
/// <param name="Item">The item as JSON.</param>
internal sealed record ReceiptRow(long Log, long EntryIndex, string Counterpart, string MessageId, string Origin, long Size, string Item);

/// <summary>The proofs in receipts of our messages. Where a ledger is named, null is the present one.</summary>
internal static class ReceiptTable
{
    /// <summary>Keeps the item that settled a message, with the checkpoint that it is proved under.</summary>
    public static void Insert(
        SqlSession sql,
        PartyName counterpart,
        Guid messageId,
        ReceiptItem item,
        Checkpoint checkpoint,
        long entryIndex
    ) =>
        sql.Execute(
            $"INSERT INTO receipts (log, entry_index, counterpart, message_id, origin, size, item) VALUES ({LogTable.Present}, "
                + "@p0, @p1, @p2, @p3, @p4, @p5)",
            entryIndex,
            counterpart.Value,
            MessageId.Write(messageId),
            checkpoint.Origin,
            checkpoint.Size,
            JsonSerializer.Serialize(item, ProtocolJson.Options)
        );

    /// <summary>
    /// The receipt of a message of ours, with the checkpoint that it is proved under and our cosignature of that, if there is one.
    /// </summary>
    public static StoredReceipt? Find(SqlSession sql, string counterpart, string messageId) =>
        sql.First(
            $"""
            SELECT r.item, h.note, h.cosignature FROM receipts r JOIN held_checkpoints h ON h.counterpart = r.counterpart AND h.origin = r.origin AND h.size = r.size
            WHERE r.log = {LogTable.Present} AND r.counterpart = @p0 AND r.message_id = @p1
            """,
            row => new StoredReceipt(
                JsonSerializer.Deserialize<ReceiptItem>(row.GetString(0), ProtocolJson.Options)!,
                row.GetString(1),
                row.IsDBNull(2) ? null : row.GetString(2)
            ),
            counterpart,
            messageId
        );

    /// <summary>The receipts of a range of entries, each as a line of an export.</summary>
    public static List<byte[]> Lines(SqlSession sql, long? log, long from, long end) =>
        sql.Query(
            $"SELECT entry_index, counterpart, origin, size, item FROM receipts WHERE log = {LogTable.Chosen} AND entry_index >= "
                + "@p1 AND entry_index < @p2 ORDER BY entry_index",
            row =>
                ReceiptLine.Write(row.GetInt64(0), PartyName.Parse(row.GetString(1)), row.GetString(2), row.GetInt64(3), row.GetString(4)),
            log,
            from,
            end
        );

    /// <summary>The checkpoints of counterparts' ledgers that the receipts over an entry and below another are proved under.</summary>
    public static List<ExportedHeadView> Heads(SqlSession sql, long? log, long over, long end, int most) =>
        sql.Query(
            $"SELECT entry_index, counterpart, origin, size FROM receipts WHERE log = {LogTable.Chosen} AND entry_index > @p1 AND "
                + "entry_index < @p2 ORDER BY entry_index LIMIT @p3",
            row => new ExportedHeadView(
                row.GetInt64(0),
                HeadPath.Of(PartyName.Parse(row.GetString(1)), row.GetString(2), row.GetInt64(3)).ToString()
            ),
            log,
            over,
            end,
            most
        );

    /// <summary>Copies a message's receipt from a former ledger to the entry of the present one that records it again.</summary>
    public static void Repeat(SqlSession sql, long formerLog, long formerIndex, string counterpart, string? messageId, long entryIndex) =>
        sql.Execute(
            $"""
            INSERT INTO receipts (log, entry_index, counterpart, message_id, origin, size, item)
            SELECT {LogTable.Present}, @p4, counterpart, message_id, origin, size, item FROM receipts
            WHERE log = @p0 AND counterpart = @p2 AND message_id = @p3 ORDER BY entry_index = @p1 DESC, entry_index LIMIT 1
            """,
            formerLog,
            formerIndex,
            counterpart,
            messageId,
            entryIndex
        );
}

/// <summary>
/// The proof of a message's result: the item, the note of the checkpoint that it is proved under, and our cosignature of that.
/// </summary>
internal sealed record StoredReceipt(ReceiptItem Item, string Note, string? Cosignature);
