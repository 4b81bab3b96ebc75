using System.Security.Cryptography;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Life;

namespace Exchange.Gateway.Journal;

/// <summary>
/// Begins a new log when the officers have agreed on a card with a new origin (border protocol, section 8). The former one is
/// laid aside as it is; the first entry names it, and what had been judged is entered again with the same codes and times.
/// One transaction: after a crash it is as it was, or done.
/// </summary>
internal sealed class LogRenewal(OwnParty own, TimeProvider clock, ILogger<LogRenewal> logger)
{
    private const int Page = 1000;

    private string Origin => own.Card.Log.Origin;

    public void RenewIfDue(SqlSession sql)
    {
        var note = sql.Scalar<string>("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1");
        if (note is null || CheckpointNote.ReadUnverified(note) is not { } former || former.Origin == Origin)
            return;
        logger.LogWarning("The card names the origin {Origin}: the log {Former} ends with {Size} entries, and what had been judged is entered again", Origin, former.Origin, former.Size);
        sql.Execute("BEGIN IMMEDIATE");
        try
        {
            Renew(sql, former, note);
            sql.Execute("COMMIT");
        }
        catch
        {
            sql.Execute("ROLLBACK");
            throw;
        }
    }

    private void Renew(SqlSession sql, Checkpoint former, string note)
    {
        var now = clock.Now();
        LayAside(sql, former, note, now);
        var log = new Growing(sql, own);
        log.Append(new LeafDraft(LedgerEvents.LogRenewed)
        {
            Actor = "operator",
            Detail = new() { ["origin"] = former.Origin, ["size"] = former.Size, ["root"] = former.Root.ToString() },
        }, now);
        EnterAgain(sql, former.Origin, log);
        EnterWhatWasLost(sql, log);
        var signed = CheckpointNote.Sign(new Checkpoint(Origin, log.Tail.Size, log.Tail.Root()), now, own.LogSigners);
        sql.Execute("INSERT INTO checkpoints (size, note, signed_at) VALUES (@p0, @p1, @p2)", log.Tail.Size, signed, now.ToUnixTimeSeconds());
    }

    // Rows that point to an entry do so by a negative number until that entry has its new place.
    private static void LayAside(SqlSession sql, Checkpoint former, string note, DateTimeOffset now)
    {
        sql.Execute("INSERT INTO former_logs (origin, size, note, ended_at) VALUES (@p0, @p1, @p2, @p3)", former.Origin, former.Size, note, now.ToUnixTimeMilliseconds());
        sql.Execute("INSERT INTO former_entries (origin, \"index\", leaf) SELECT @p0, \"index\", leaf FROM entries", former.Origin);
        foreach (var table in new[] { "entries", "tiles", "checkpoints", "cosignatures" })
            sql.Execute($"DELETE FROM {table}");
        foreach (var table in new[] { "messages", "contents", "receipts" })
            sql.Execute($"UPDATE {table} SET entry_index = -1 - entry_index");
        // Nobody was sent a head of the new log, and nothing is doubted of it. Whether we remember others' heads rightly is not settled by it.
        sql.Execute("UPDATE links SET sent_size = 0, sent_at = NULL");
        sql.Execute("UPDATE journal SET doubt = NULL WHERE id = 1");
    }

    private static void EnterAgain(SqlSession sql, string former, Growing log)
    {
        for (var from = 0L; ; from += Page)
        {
            var entries = sql.Query("SELECT \"index\", leaf FROM former_entries WHERE origin = @p0 AND \"index\" >= @p1 AND \"index\" < @p2 ORDER BY \"index\"",
                row => (Index: row.GetInt64(0), LedgerLeaf.Read(row.GetFieldValue<byte[]>(1)).Value), former, from, from + Page);
            foreach (var (index, leaf) in entries)
            {
                if (leaf is not null && LedgerEvents.IsMessage(leaf.Event))
                    Move(sql, index, log.Append(FormerLeaf.DraftOf(leaf), leaf.At));
            }

            if (entries.Count == 0 && sql.Scalar<long>("SELECT COUNT(*) FROM former_entries WHERE origin = @p0 AND \"index\" >= @p1", former, from) == 0)
                return;
        }
    }

    // Messages whose entries were cut off are still here, and were receipted: what is known of them is entered from their rows.
    private void EnterWhatWasLost(SqlSession sql, Growing log)
    {
        foreach (var (formerIndex, draft, at) in new LostEntries(own).Read(sql))
        {
            logger.LogError("Entry {Index} of the former log is gone; what the database still knows of it is entered again", formerIndex);
            Move(sql, formerIndex, log.Append(draft, at));
        }
    }

    private static void Move(SqlSession sql, long from, long to)
    {
        sql.Execute("UPDATE messages SET entry_index = @p0 WHERE entry_index = -1 - @p1", to, from);
        sql.Execute("UPDATE contents SET entry_index = @p0 WHERE entry_index = -1 - @p1", to, from);
        sql.Execute("UPDATE receipts SET entry_index = @p0 WHERE entry_index = -1 - @p1", to, from);
    }

    /// <summary>The new log while it is entered.</summary>
    private sealed class Growing(SqlSession sql, OwnParty own)
    {
        public LogTail Tail { get; private set; } = LogTail.Empty;

        public long Append(LeafDraft draft, DateTimeOffset at)
        {
            var leaf = LeafWriter.Write(draft, own.Name, at, RandomNumberGenerator.GetBytes(LedgerLeaf.SaltSize));
            var index = Tail.Size;
            sql.Execute("INSERT INTO entries (\"index\", leaf, exchange_id) VALUES (@p0, @p1, @p2)",
                index, leaf.Bytes.ToArray(), draft.ExchangeId is { } id ? MessageId.Write(id) : null);
            var appended = Tail.Append([leaf.Hash]);
            foreach (var tile in appended.FullTiles)
                sql.Execute("INSERT INTO tiles (level, \"index\", hashes) VALUES (@p0, @p1, @p2)", tile.Id.Level, tile.Id.Index, tile.Tile.ToBytes());
            Tail = appended.Tail;
            return index;
        }
    }
}
