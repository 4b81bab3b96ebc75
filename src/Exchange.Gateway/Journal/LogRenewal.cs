using System.Security.Cryptography;
using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Journal;

/// <summary>
/// Begins a new log when the officers have agreed on a card with a new origin (border protocol, section 8). The former one keeps
/// its rows under its ordinal; the first entry names it, and what had been judged is entered again with the same codes and times.
/// One transaction: after a crash it is as it was, or done.
/// </summary>
internal sealed class LogRenewal(OwnParty own, ContentStore contents, LedgerMark mark, TimeProvider clock, ILogger<LogRenewal> logger)
{
    // More than any clock of ours is let be ahead before it is in doubt.
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(1);

    private string Origin => own.Card.Log.Origin;

    public void RenewIfDue(SqlSession sql)
    {
        // A log of this origin that was begun already must not be begun again: it would have two roots for one size. Where the
        // mark is missing nobody can tell; the log is then in doubt.
        if (mark.Read() is not var (marked, size, root) || (marked == Origin && size > 0) || LogTable.HasEnded(sql, Origin))
            return;
        // Of a log whose heads are gone, or older than what was signed, or that is not the one that was signed last, the mark tells.
        var newest = Newest(sql);
        var signed = marked == Origin || LogTable.HasEnded(sql, marked) ? null : new Checkpoint(marked, size, MerkleHash.FromBytes(root));
        var former = newest is null || (signed?.Size > 0 && (newest.Origin != marked || newest.Size < size)) ? signed : newest;
        if (former is null || former.Origin == Origin || newest?.Origin == Origin)
            return;
        logger.LogWarning("The card names the origin {Origin}: the log {Former} ends with {Size} entries, and what had been judged is entered again", Origin, former.Origin, former.Size);
        sql.Begin();
        try
        {
            Renew(sql, former, newest?.Origin ?? former.Origin);
            sql.Commit();
        }
        catch
        {
            sql.Rollback();
            throw;
        }
    }

    // What is here may be an older log than the one that was signed last.
    private void Renew(SqlSession sql, Checkpoint former, string here)
    {
        // No entry has a time after the first one's that is entered again: by that they are told apart. A time that no clock of ours can have given says nothing.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(clock.Now().ToUnixTimeMilliseconds(), 1 + RenewalTable.LatestTime(sql, clock.Now() + FarthestAhead)));
        var ended = LogTable.Renew(sql, here, (former.Origin, former.Size), at);
        RenewalTable.Claim(sql, ended);
        LinkTable.ForgetSent(sql);
        JournalTable.ForgetDoubts(sql);
        var log = new Growing(sql, own);
        log.Append(new LeafDraft(LedgerEvents.LogRenewed)
        {
            Actor = "operator",
            Detail = new() { ["origin"] = former.Origin, ["size"] = former.Size, ["root"] = former.Root.ToString() },
        }, at);
        foreach (var (index, draft, judgedAt) in Judged(sql, ended, KeysOf(sql, here)))
            EnterAgain(sql, log, ended, index, draft, judgedAt);
        // What belongs to no entry would stand in the way of a message that comes again. What was said stays in the former log.
        if (RenewalTable.DropTheRest(sql) is > 0 and var count)
            logger.LogError("{Count} messages belong to no entry that could be entered again, and are set aside", count);
        CheckpointTable.Insert(sql, log.Tail.Size, CheckpointNote.Sign(new Checkpoint(Origin, log.Tail.Size, log.Tail.Root()), at, own.LogSigners), at);
    }

    // In the order in which it had been judged: by the entries that are as they were signed, and by the rows of messages whose
    // entry is gone or was changed, for those were receipted.
    private IEnumerable<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)> Judged(SqlSession sql, long former, LogVerifiers? keys)
    {
        var signed = new FormerLog(sql, former, keys).SignedEntries().Where(entry => LedgerEvents.IsMessage(entry.Leaf.Event));
        var lost = new Queue<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)>(new LostEntries(contents, logger).Read(sql, former, signed.SelectMany(entry => JudgedKey.Of(entry.Leaf)).ToHashSet()));
        foreach (var (index, leaf) in signed)
        {
            while (lost.TryPeek(out var earlier) && earlier.FormerIndex < index)
                yield return Told(lost.Dequeue());
            yield return (index, DraftOf(leaf), leaf.At);
        }

        while (lost.TryDequeue(out var later))
            yield return Told(later);
    }

    private (long, LeafDraft, DateTimeOffset) Told((long FormerIndex, LeafDraft, DateTimeOffset) lost)
    {
        logger.LogError("Entry {Index} of the former log is gone or is not the one that was signed; what the database still knows of it is entered again", lost.FormerIndex);
        return lost;
    }

    private void EnterAgain(SqlSession sql, Growing log, long former, long formerIndex, LeafDraft draft, DateTimeOffset at)
    {
        try
        {
            Move(sql, former, formerIndex, draft, log.Append(draft, at));
        }
        catch (ArgumentException fault)
        {
            // One row that somebody has damaged must not keep all others from being entered.
            logger.LogError("Entry {Index} of the former log cannot be entered again, and stays in that one alone: {Reason}", formerIndex, fault.Message);
        }
    }

    // By what the entry tells of: another may have taken its place since.
    private static void Move(SqlSession sql, long former, long formerIndex, LeafDraft draft, long to)
    {
        var (counterpart, id) = (draft.Counterpart?.Value ?? "", JudgedKey.IdOf(draft.Event, draft.MessageId));
        if (JudgedKey.TellsOfAReceipt(draft.Event))
        {
            ReceiptTable.Repeat(sql, former, formerIndex, counterpart, id, to);
            return;
        }

        var row = RenewalTable.Find(sql, former, counterpart, JudgedKey.TellsOfOurs(draft.Event), draft.Signed, draft.Sealed, id);
        if (row is (var rowId, var place))
        {
            RenewalTable.Move(sql, rowId, to, draft.Signed);
            ContentStore.Move(sql, former, place, to);
        }
        else if (!RenewalTable.HasMessageAt(sql, former, formerIndex))
        {
            // A row that is gone is made anew from the entry; its content is there once.
            ContentStore.Move(sql, former, formerIndex, to);
        }
    }

    /// <summary>An entry of a log that has ended, to be entered again: what it says, with a salt of its own.</summary>
    internal static LeafDraft DraftOf(LedgerLeaf leaf) => new(leaf.Event)
    {
        Actor = leaf.Actor,
        Counterpart = leaf.Counterpart,
        ExchangeId = leaf.ExchangeId,
        MessageId = leaf.MessageId,
        Kind = leaf.Kind is { } text && MessageKind.TryParse(text, out var kind) ? kind : null,
        Sequence = leaf.Sequence,
        Signed = leaf.Signed,
        Sealed = leaf.Sealed,
        Code = leaf.Code,
        Detail = leaf.Detail,
    };

    // The newest head that we signed by a card of ours, of whatever log: what another hand has put there counts for nothing.
    private Checkpoint? Newest(SqlSession sql)
    {
        var keys = Cards(sql).Append(own.Card).Select(card => LogVerifiers.Read(card.Log)).ToList();
        for (var below = long.MaxValue; CheckpointTable.Newest(sql, below) is (var size, var note, _);)
        {
            if (keys.Select(known => CheckpointNote.Verify(note, known, NoteSignatures.Verify)?.Checkpoint).FirstOrDefault(checkpoint => checkpoint?.Size == size) is { } signed)
                return signed;
            below = size;
        }

        return null;
    }

    private LogVerifiers? KeysOf(SqlSession sql, string origin) => Cards(sql).Find(card => card.Log.Origin == origin) is { } card ? LogVerifiers.Read(card.Log) : null;

    private List<PartyCard> Cards(SqlSession sql) =>
        [.. CardTable.Of(sql, own.Name).Select(card => PartyCard.Read(card.Bytes).Value).OfType<PartyCard>()];

    /// <summary>The new log while it is entered.</summary>
    private sealed class Growing(SqlSession sql, OwnParty own)
    {
        public LogTail Tail { get; private set; } = LogTail.Empty;

        public long Append(LeafDraft draft, DateTimeOffset at)
        {
            var leaf = LeafWriter.Write(draft, own.Name, at, RandomNumberGenerator.GetBytes(LedgerLeaf.SaltSize));
            var index = Tail.Size;
            EntryTable.Insert(sql, index, leaf.Bytes, draft.ExchangeId);
            var appended = Tail.Append([leaf.Hash]);
            foreach (var tile in appended.FullTiles)
                EntryTable.Insert(sql, tile);
            Tail = appended.Tail;
            // The message's row is moved; the state of its exchange is folded anew.
            if (MessageEntry.Of(index, leaf) is { } message)
                ExchangeProjection.FoldAnew(sql, message);
            return index;
        }
    }
}
