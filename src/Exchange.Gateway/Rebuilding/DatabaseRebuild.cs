using System.Data.Common;
using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Rebuilding;

/// <summary>
/// Rebuilds the tables of exchanges and messages from our ledger, and records it there. One batch of the journal does all of it, so it
/// is done completely or not at all.
/// </summary>
internal sealed class DatabaseRebuild(Database database, LogBook log, JournalWriter journal)
{
    /// <exception cref="RebuildRefusedException">The ledger is suspended, or not whole.</exception>
    public async Task<RebuiltView> RunAsync()
    {
        if (log.Suspension is { } suspension)
            throw new RebuildRefusedException($"Our ledger is suspended: {suspension.Reason}");
        using (var sql = database.OpenSession())
        {
            if (StoredLog.FaultOf(sql, log.Checkpoint?.Tail ?? LogTail.Empty) is { } fault)
                throw new RebuildRefusedException($"The ledger is not whole: {fault}");
        }

        using var db = database.Open();
        return await journal.ProposeAsync(new("database.rebuild", ProposalHeader.Operator), transaction => Rebuild(transaction, db));
    }

    private static RebuiltView Rebuild(JournalTransaction transaction, ExchangeDb db)
    {
        var (sql, size) = (transaction.Sql, 0L);
        ProjectionTables.MakeAnew(sql, db);
        foreach (var (index, leaf) in StoredLog.Entries(sql))
        {
            Take(sql, index, leaf);
            size = index + 1;
        }

        transaction.Append(new LeafDraft(LedgerEvents.DatabaseRebuilt) { Detail = new() { ["size"] = size } });
        return ProjectionTables.Count(sql, size);
    }

    // Does what the gateway did when it recorded the entry.
    private static void Take(SqlSession sql, long index, byte[] leaf)
    {
        var read = LedgerLeaf.Read(leaf).OrThrow();
        if (MessageEntry.Of(index, read) is not { } entry)
        {
            ExchangeProjection.ApplyDecision(sql, read);
            return;
        }

        try
        {
            ExchangeProjection.Apply(sql, entry);
        }
        catch (InvalidDataException fault)
        {
            throw new RebuildRefusedException(fault.Message);
        }
        catch (DbException fault) when (Database.IsConflict(fault))
        {
            throw new RebuildRefusedException(
                FormattableString.Invariant($"Entry {index} tells of a message whose id or sequence an earlier entry has.")
            );
        }
    }
}

/// <summary>The tables are not rebuilt, because the ledger cannot be trusted.</summary>
internal sealed class RebuildRefusedException(string reason)
    : Exception(
        $"{reason} The exchange tables were not rebuilt, and nothing was changed. Restore the exact entries from a backup, or ask "
            + "the counterparts what they hold."
    );
