using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;

namespace Exchange.Gateway.Rebuilding;

/// <summary>
/// Makes the tables of exchanges and messages anew from our log. One batch of the journal does all of it, and enters in the log
/// that it was done: so it happens wholly or not at all, however it ends.
/// </summary>
internal sealed class DatabaseRebuild(Database database, LogBook log, JournalWriter journal)
{
    /// <exception cref="RebuildRefusedException">The log is in doubt, or not whole.</exception>
    public async Task<RebuiltView> RunAsync()
    {
        if (log.Doubt is { } doubt)
            throw new RebuildRefusedException($"Our log is in doubt: {doubt.Reason}");
        using (var sql = database.OpenSession())
            StoredLog.RefuseUnlessWhole(sql, log.Head);
        using var db = database.Open();
        return await journal.ProposeAsync(transaction => Rebuild(transaction, db));
    }

    private static RebuiltView Rebuild(JournalTransaction transaction, ExchangeDb db)
    {
        var (sql, size) = (transaction.Sql, 0L);
        var tables = new ExchangeTables(sql);
        tables.MakeAnew(db);
        foreach (var (index, leaf) in StoredLog.Entries(sql))
        {
            tables.Take(index, leaf);
            size = index + 1;
        }

        transaction.Append(new LeafDraft(LedgerEvents.DatabaseRebuilt) { Actor = "operator", Detail = new() { ["size"] = size } });
        return Result(sql, size);
    }

    private static RebuiltView Result(SqlSession sql, long size) => new(
        size,
        sql.Scalar<long>("SELECT COUNT(*) FROM exchanges"),
        sql.Scalar<long>("SELECT COUNT(*) FROM messages"),
        sql.Scalar<long>("SELECT COUNT(*) FROM messages m WHERE NOT EXISTS (SELECT 1 FROM contents c WHERE c.entry_index = m.entry_index)"),
        sql.Scalar<long>(
            """
            SELECT COUNT(*) FROM messages m WHERE m.outgoing AND m.code IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.counterpart = m.counterpart AND r.message_id = m.message_id)
            """));
}
