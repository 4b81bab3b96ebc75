using System.Security.Cryptography;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Replay;
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
    // More than any clock of ours is let be ahead before it is in doubt.
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(1);

    private string Origin => own.Card.Log.Origin;

    public void RenewIfDue(SqlSession sql)
    {
        // A log of this origin that was begun already must not be begun again: it would have two roots for one size. Where the
        // mark is missing nobody can tell; the log is then in doubt.
        if (mark.Read() is not var (marked, size, root) || (marked == Origin && size > 0) || WasUsed(sql, Origin))
            return;
        // Of a log whose heads are gone, or older than what was signed, or that is not the one that was signed last, the mark tells.
        var newest = Newest(sql);
        var signed = marked == Origin || WasUsed(sql, marked) ? null : new Checkpoint(marked, size, MerkleHash.FromBytes(root));
        var former = newest is null || (signed?.Size > 0 && (newest.Origin != marked || newest.Size < size)) ? signed : newest;
        if (former is null || former.Origin == Origin || newest?.Origin == Origin)
            return;
        logger.LogWarning("The card names the origin {Origin}: the log {Former} ends with {Size} entries, and what had been judged is entered again", Origin, former.Origin, former.Size);
        sql.Execute("BEGIN IMMEDIATE");
        try
        {
            Renew(sql, former, newest?.Origin ?? former.Origin);
            sql.Execute("COMMIT");
        }
        catch
        {
            sql.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>True if a log of ours of this name has ended.</summary>
    public static bool WasUsed(SqlSession sql, string origin) => sql.Scalar<long>("SELECT COUNT(*) FROM former_logs WHERE origin = @p0", origin) > 0;

    // What is here may be an older log than the one that was signed last.
    private void Renew(SqlSession sql, Checkpoint former, string here)
    {
        // No entry has a time after the first one's that is entered again: by that they are told apart. A time that no clock of ours can have given says nothing.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(
            clock.Now().ToUnixTimeMilliseconds(),
            1 + sql.Scalar<long>("SELECT MAX(MAX(recorded_at, COALESCE(settled_at, 0))) FROM messages WHERE recorded_at < @p0 AND COALESCE(settled_at, 0) < @p0", (clock.Now() + FarthestAhead).ToUnixTimeMilliseconds())));
        // A place that no gateway gives would be taken for one of the new log's.
        SetAsideTheRest(sql, here);
        LayAside(sql, former, here, at);
        var log = new Growing(sql, own);
        log.Append(new LeafDraft(LedgerEvents.LogRenewed)
        {
            Actor = "operator",
            Detail = new() { ["origin"] = former.Origin, ["size"] = former.Size, ["root"] = former.Root.ToString() },
        }, at);
        foreach (var (index, draft, judgedAt) in Judged(sql, new(sql, here, KeysOf(sql, here))))
            EnterAgain(sql, log, index, draft, judgedAt);
        SetAsideTheRest(sql, here);
        var signed = CheckpointNote.Sign(new Checkpoint(Origin, log.Tail.Size, log.Tail.Root()), at, own.LogSigners);
        sql.Execute("INSERT INTO checkpoints (size, note, signed_at) VALUES (@p0, @p1, @p2)", log.Tail.Size, signed, at.ToUnixTimeSeconds());
    }

    // Rows that point to an entry do so by a negative number until that entry has its new place.
    private static void LayAside(SqlSession sql, Checkpoint former, string here, DateTimeOffset now)
    {
        sql.Execute("INSERT INTO former_logs (origin, size, note, ended_at) VALUES (@p0, @p1, (SELECT note FROM checkpoints WHERE size = @p1 AND @p0 = @p3), @p2)",
            former.Origin, former.Size, now.ToUnixTimeMilliseconds(), here);
        sql.Execute("INSERT INTO former_logs (origin, size, note, ended_at) SELECT @p0, COUNT(*), NULL, @p1 FROM entries WHERE true ON CONFLICT DO NOTHING", here, now.ToUnixTimeMilliseconds());
        sql.Execute("INSERT INTO former_entries (origin, \"index\", leaf) SELECT @p0, \"index\", leaf FROM entries", here);
        sql.Execute("INSERT INTO former_tiles (origin, level, \"index\", hashes) SELECT @p0, level, \"index\", hashes FROM tiles", here);
        sql.Execute("INSERT INTO former_checkpoints (origin, size, note, signed_at) SELECT @p0, size, note, signed_at FROM checkpoints", here);
        sql.Execute("INSERT INTO former_cosignatures (origin, witness, size, line, received_at) SELECT @p0, witness, size, line, received_at FROM cosignatures", here);
        sql.Execute("INSERT INTO former_receipts (origin, entry_index, counterpart, head_origin, size, item) SELECT @p0, entry_index, counterpart, origin, size, item FROM receipts", here);
        foreach (var table in new[] { "entries", "tiles", "checkpoints", "cosignatures" })
            sql.Execute($"DELETE FROM {table}");
        foreach (var table in new[] { "messages", "contents", "receipts" })
            sql.Execute($"UPDATE {table} SET entry_index = -1 - entry_index");
        // Nobody was sent a head of the new log, and nothing is doubted of it. Whether we remember others' heads rightly is not settled by it.
        sql.Execute("UPDATE links SET sent_size = 0, sent_at = NULL");
        sql.Execute("UPDATE journal SET damage = NULL WHERE id = 1");
        sql.Execute("DELETE FROM shown");
    }

    // In the order in which it had been judged: by the entries that are as they were signed, and by the rows of messages whose
    // entry is gone or was changed, for those were receipted.
    private IEnumerable<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)> Judged(SqlSession sql, FormerLog former)
    {
        var signed = former.SignedEntries().Where(entry => LedgerEvents.IsMessage(entry.Leaf.Event));
        var lost = new Queue<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)>(new LostEntries(own, logger).Read(sql, signed.SelectMany(entry => JudgedKey.Of(entry.Leaf)).ToHashSet()));
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

    private void EnterAgain(SqlSession sql, Growing log, long formerIndex, LeafDraft draft, DateTimeOffset at)
    {
        try
        {
            Move(sql, formerIndex, draft, log.Append(draft, at));
        }
        catch (ArgumentException fault)
        {
            // One row that somebody has damaged must not keep all others from being entered.
            logger.LogError("Entry {Index} of the former log cannot be entered again, and stays in that one alone: {Reason}", formerIndex, fault.Message);
        }
    }

    // By what the entry tells of: another may have taken its place since.
    private static void Move(SqlSession sql, long formerIndex, LeafDraft draft, long to)
    {
        var (counterpart, id) = (draft.Counterpart?.Value ?? "", JudgedKey.IdOf(draft.Event, draft.MessageId));
        if (JudgedKey.TellsOfAReceipt(draft.Event))
        {
            sql.Execute(
                "UPDATE receipts SET entry_index = @p0 WHERE entry_index = (SELECT MAX(entry_index) FROM receipts WHERE counterpart = @p1 AND message_id = @p2 AND entry_index < 0)", to, counterpart, id);
            return;
        }

        var row = sql.First(
            """
            SELECT id, entry_index FROM messages WHERE counterpart = @p0 AND outgoing = @p1 AND entry_index < 0 AND (signed = @p2 OR sealed = @p3 OR message_id = @p4)
            ORDER BY signed = @p2 DESC LIMIT 1
            """,
            found => Tuple.Create(found.GetInt64(0), found.GetInt64(1)),
            counterpart, JudgedKey.TellsOfOurs(draft.Event), draft.Signed?.ToString(), draft.Sealed?.ToString(), id);
        // A row that is gone is made anew from the entry; its content is there once.
        var place = row?.Item2 ?? (sql.Scalar<long>("SELECT COUNT(*) FROM messages WHERE entry_index = @p0", -1 - formerIndex) == 0 ? -1 - formerIndex : 0);
        if (row is not null)
            sql.Execute("UPDATE messages SET entry_index = @p0, signed = COALESCE(@p1, signed) WHERE id = @p2", to, draft.Signed?.ToString(), row.Item1);
        if (place < 0)
            sql.Execute("UPDATE contents SET entry_index = @p0 WHERE entry_index = @p1", to, place);
    }

    // What belongs to no entry would stand in the way of the next renewal. What was said is kept, under the number that it had.
    private void SetAsideTheRest(SqlSession sql, string here)
    {
        sql.Execute("INSERT INTO former_contents (origin, \"index\", wrapped_key, content, signature) SELECT @p0, entry_index, wrapped_key, content, signature FROM contents WHERE entry_index < 0 ON CONFLICT DO NOTHING", here);
        foreach (var table in new[] { "messages", "contents", "receipts" })
        {
            if (sql.Execute($"DELETE FROM {table} WHERE entry_index < 0") is > 0 and var count)
                logger.LogError("{Count} rows of the table {Table} belong to no entry that could be entered again, and are set aside", count, table);
        }
    }

    // The newest head that we signed by a card of ours, of whatever log: what another hand has put there counts for nothing.
    private Checkpoint? Newest(SqlSession sql)
    {
        var keys = Cards(sql).Append(own.Card).Select(card => LogVerifiers.Read(card.Log)).ToList();
        for (var below = long.MaxValue; sql.First("SELECT size, note FROM checkpoints WHERE size < @p0 ORDER BY size DESC LIMIT 1", row => Tuple.Create(row.GetInt64(0), row.GetString(1)), below) is (var size, var note);)
        {
            if (keys.Select(known => CheckpointNote.Verify(note, known, NoteSignatures.Verify)?.Checkpoint).FirstOrDefault(checkpoint => checkpoint?.Size == size) is { } signed)
                return signed;
            below = size;
        }

        return null;
    }

    private LogVerifiers? KeysOf(SqlSession sql, string origin) => Cards(sql).Find(card => card.Log.Origin == origin) is { } card ? LogVerifiers.Read(card.Log) : null;

    private List<PartyCard> Cards(SqlSession sql) =>
        [.. sql.Query("SELECT bytes FROM cards WHERE party = @p0", row => PartyCard.Read(row.GetFieldValue<byte[]>(0)).Value, own.Name.Value).OfType<PartyCard>()];

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
            // The message's row is moved; the state of its exchange is folded anew.
            if (MessageEntry.Of(index, leaf) is { } message)
                ExchangeProjection.FoldAnew(sql, message);
            return index;
        }
    }
}
