using System.Security.Cryptography;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Journal;

/// <summary>
/// Begins a new log when the officers have agreed on a card with a new origin (border protocol, section 8). The former one is
/// laid aside as it is; the first entry names it, and what had been judged is entered again with the same codes and times.
/// One transaction: after a crash it is as it was, or done.
/// </summary>
internal sealed class LogRenewal(OwnParty own, LedgerMark mark, TimeProvider clock, ILogger<LogRenewal> logger)
{
    private string Origin => own.Card.Log.Origin;

    public void RenewIfDue(SqlSession sql)
    {
        // A log of this origin that was begun already must not be begun again: it would have two roots for one size. Where the
        // mark is missing nobody can tell; the log is then in doubt.
        if (mark.Read() is not var (marked, size, root) || (marked == Origin && size > 0))
            return;
        var note = sql.Scalar<string>("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1");
        // Of a log whose heads are gone too, the mark still tells what was signed.
        var former = (note is null ? null : CheckpointNote.ReadUnverified(note)) ?? (marked == Origin ? null : new Checkpoint(marked, size, MerkleHash.FromBytes(root)));
        if (former is null || former.Origin == Origin)
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

    private void Renew(SqlSession sql, Checkpoint former, string? note)
    {
        var now = clock.Now();
        LayAside(sql, former, note, now);
        var log = new Growing(sql, own);
        log.Append(new LeafDraft(LedgerEvents.LogRenewed)
        {
            Actor = "operator",
            Detail = new() { ["origin"] = former.Origin, ["size"] = former.Size, ["root"] = former.Root.ToString() },
        }, now);
        foreach (var (index, draft, at) in Judged(sql, new(sql, former.Origin, KeysOf(sql, former.Origin))))
            Move(sql, index, log.Append(draft, at));
        var signed = CheckpointNote.Sign(new Checkpoint(Origin, log.Tail.Size, log.Tail.Root()), now, own.LogSigners);
        sql.Execute("INSERT INTO checkpoints (size, note, signed_at) VALUES (@p0, @p1, @p2)", log.Tail.Size, signed, now.ToUnixTimeSeconds());
    }

    // Rows that point to an entry do so by a negative number until that entry has its new place.
    private static void LayAside(SqlSession sql, Checkpoint former, string? note, DateTimeOffset now)
    {
        sql.Execute("INSERT INTO former_logs (origin, size, note, ended_at) VALUES (@p0, @p1, @p2, @p3)", former.Origin, former.Size, note, now.ToUnixTimeMilliseconds());
        sql.Execute("INSERT INTO former_entries (origin, \"index\", leaf) SELECT @p0, \"index\", leaf FROM entries", former.Origin);
        sql.Execute("INSERT INTO former_tiles (origin, level, \"index\", hashes) SELECT @p0, level, \"index\", hashes FROM tiles", former.Origin);
        sql.Execute("INSERT INTO former_checkpoints (origin, size, note, signed_at) SELECT @p0, size, note, signed_at FROM checkpoints", former.Origin);
        sql.Execute("INSERT INTO former_cosignatures (origin, witness, size, line, received_at) SELECT @p0, witness, size, line, received_at FROM cosignatures", former.Origin);
        foreach (var table in new[] { "entries", "tiles", "checkpoints", "cosignatures" })
            sql.Execute($"DELETE FROM {table}");
        foreach (var table in new[] { "messages", "contents", "receipts" })
            sql.Execute($"UPDATE {table} SET entry_index = -1 - entry_index");
        // Nobody was sent a head of the new log, and nothing is doubted of it. Whether we remember others' heads rightly is not settled by it.
        sql.Execute("UPDATE links SET sent_size = 0, sent_at = NULL");
        sql.Execute("UPDATE journal SET damage = NULL, shown = NULL, shown_by = NULL WHERE id = 1");
    }

    // In the order in which it had been judged: by the entries that are as they were signed, and by the rows of messages whose
    // entry is gone or was changed, for those were receipted.
    private IEnumerable<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)> Judged(SqlSession sql, FormerLog former)
    {
        var signed = former.SignedEntries().Where(entry => LedgerEvents.IsMessage(entry.Leaf.Event));
        var lost = new Queue<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)>(new LostEntries(own).Read(sql, signed.Select(entry => entry.Index).ToHashSet()));
        foreach (var (index, leaf) in signed)
        {
            while (lost.TryPeek(out var earlier) && earlier.FormerIndex < index)
                yield return Told(lost.Dequeue());
            yield return (index, FormerLeaf.DraftOf(leaf), leaf.At);
        }

        while (lost.TryDequeue(out var later))
            yield return Told(later);
    }

    private (long, LeafDraft, DateTimeOffset) Told((long FormerIndex, LeafDraft, DateTimeOffset) lost)
    {
        logger.LogError("Entry {Index} of the former log is gone or is not the one that was signed; what the database still knows of it is entered again", lost.FormerIndex);
        return lost;
    }

    private LogVerifiers? KeysOf(SqlSession sql, string origin) => sql
        .Query("SELECT bytes FROM cards WHERE party = @p0", row => PartyCard.Read(row.GetFieldValue<byte[]>(0)).Value, own.Name.Value)
        .Find(card => card?.Log.Origin == origin) is { } card ? LogVerifiers.Read(card.Log) : null;

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
