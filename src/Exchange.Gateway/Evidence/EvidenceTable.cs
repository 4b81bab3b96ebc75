using System.Text.Json;
using Exchange.Gateway.Store;
using Exchange.Ledger.Evidence;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Gateway.Evidence;

/// <summary>What the database holds that proves a message.</summary>
internal static class EvidenceTable
{
    public static byte[]? Leaf(SqlSession sql, long index) => sql.Scalar<byte[]>("SELECT leaf FROM entries WHERE \"index\" = @p0", index);

    public static byte[]? Signature(SqlSession sql, long entryIndex) => sql.Scalar<byte[]>("SELECT signature FROM contents WHERE entry_index = @p0", entryIndex);

    /// <summary>
    /// A party's card by which its word of a time is judged: the one that was in force then, or, where a head of its log is to be
    /// judged too, the nearest one with that log's keys. A log that began anew since is on a later card.
    /// </summary>
    public static EvidenceCard? Card(SqlSession sql, PartyName party, long at, string? origin = null)
    {
        var cards = sql.Query("SELECT taken_at, bytes FROM cards WHERE party = @p0 ORDER BY serial DESC",
            row => (TakenAt: row.GetInt64(0), Card: EvidenceCard.TryRead(row.GetFieldValue<byte[]>(1), out var card) ? card : null), party.Value);
        var fitting = cards.FindAll(known => known.Card is { } card && (origin is null || card.Card.Log.Origin == origin));
        return fitting.Find(known => known.TakenAt <= at).Card ?? (origin is null ? null : fitting.LastOrDefault().Card);
    }

    /// <summary>The first head of ours that has the entry and that the counterpart has cosigned: the same one whenever it is asked for.</summary>
    public static CosignedCheckpoint? OwnHead(SqlSession sql, PartyName witness, long index) => sql.First(
        """
        SELECT p.note, c.line FROM cosignatures c JOIN checkpoints p ON p.size = c.size
        WHERE c.witness = @p0 AND c.size > @p1 ORDER BY c.size LIMIT 1
        """,
        row => CosignedCheckpoint.Of(row.GetString(0), [row.GetString(1)]),
        witness.Value, index);

    /// <summary>What the counterpart's receipt proves of a message of ours, with the head that it is proved under and our cosignature of it, where we gave one.</summary>
    public static (ReceiptItem Item, string Note, string? Cosignature)? Receipt(SqlSession sql, PartyName counterpart, Guid messageId)
    {
        var rows = sql.Query(
            """
            SELECT r.item, h.note, h.cosignature FROM receipts r JOIN heads h ON h.counterpart = r.counterpart AND h.origin = r.origin AND h.size = r.size
            WHERE r.counterpart = @p0 AND r.message_id = @p1
            """,
            row => (Item: row.GetString(0), Note: row.GetString(1), Cosignature: row.IsDBNull(2) ? null : row.GetString(2)),
            counterpart.Value, MessageId.Write(messageId));
        return rows is [var row, ..] ? (JsonSerializer.Deserialize<ReceiptItem>(row.Item, ProtocolJson.Options)!, row.Note, row.Cosignature) : null;
    }
}
