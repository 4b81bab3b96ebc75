using Exchange.Gateway.Store;
using Exchange.Ledger.Export;
using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Exporting;

/// <summary>What a client cannot know by the size alone: which heads, and whose cards, belong to the export.</summary>
internal static class LogLists
{
    /// <summary>Rows of a page; one more is read, to know whether there is another.</summary>
    public const int Most = 1000;

    /// <summary>Our cosigned heads after a size, ascending.</summary>
    public static List<ExportedCheckpointView> Checkpoints(SqlSession sql, LogTables log, long after) => sql.Query(
        $"""
        SELECT size, cosignatures FROM (
            SELECT p.size, (SELECT COUNT(*) FROM {log.Cosignatures} c WHERE c.witness IN (SELECT party FROM cards) AND c.size = p.size) AS cosignatures
            FROM {log.Checkpoints} p WHERE p.size > @p0 AND p.size <= @p1) counted
        WHERE cosignatures > 0 ORDER BY size LIMIT @p2
        """,
        row => new ExportedCheckpointView(row.GetInt64(0), row.GetInt32(1)), after, LogExport.Size(sql, log), Most + 1);

    /// <summary>The heads of counterparts' logs that our receipts after an entry are proved under.</summary>
    public static List<ExportedHeadView> Heads(SqlSession sql, LogTables log, long after) => sql.Query(
        $"SELECT entry_index, counterpart, origin, size FROM {log.Receipts} WHERE entry_index > @p0 AND entry_index < @p1 ORDER BY entry_index LIMIT @p2",
        row => new ExportedHeadView(row.GetInt64(0), HeadPath.Of(PartyName.Parse(row.GetString(1)), row.GetString(2), row.GetInt64(3)).ToString()),
        after, LogExport.Size(sql, log), Most + 1);

    /// <summary>Every card that was taken, and each of our own with which a gateway has run.</summary>
    public static List<CardPath> Cards(SqlSession sql) => sql.Query(
        "SELECT party, serial FROM cards ORDER BY party, serial", row => new CardPath(PartyName.Parse(row.GetString(0)), row.GetInt32(1)));
}
