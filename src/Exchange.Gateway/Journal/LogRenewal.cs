using System.Security.Cryptography;
using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Journal;

/// <summary>
/// Begins a new ledger when the officers have agreed on a card with a new origin (border protocol, section 8). The former one keeps
/// its rows under its ordinal; the first entry names it, and the results of its messages, and whose exchanges are and which are on hold,
/// are recorded again with the same codes and times. One transaction: after a crash all of it is done, or none.
/// </summary>
internal sealed class LogRenewal(OwnParty own, ContentStore contents, LedgerMark mark, TimeProvider clock, ILogger<LogRenewal> logger)
{
    // No clock of ours may be further ahead without being noticed.
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(1);

    private string Origin => own.Card.Log.Origin;

    public void RenewIfDue(SqlSession sql)
    {
        // A ledger of this origin must not be begun twice: it would have two roots for one size. Without the mark this cannot be
        // known, and the ledger is suspended.
        if (mark.Read() is not var (marked, size, root) || (marked == Origin && size > 0) || LogTable.HasEnded(sql, Origin))
            return;
        // The mark counts where the checkpoints are missing, are older than what was signed, or are of another ledger than the last one
        // signed.
        var newest = Newest(sql);
        var signed = marked == Origin || LogTable.HasEnded(sql, marked) ? null : new Checkpoint(marked, size, MerkleHash.FromBytes(root));
        var former = newest is null || (signed?.Size > 0 && (newest.Origin != marked || newest.Size < size)) ? signed : newest;
        if (former is null || former.Origin == Origin || newest?.Origin == Origin)
            return;
        logger.LogWarning(
            "The card names the origin {Origin}: the ledger {Former} ends with {Size} entries, and the results of its messages "
                + "are recorded again",
            Origin,
            former.Origin,
            former.Size
        );
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

    // The database may hold an older ledger than the one that was signed last.
    private void Renew(SqlSession sql, Checkpoint former, string here)
    {
        var at = Begins(sql, here);
        var ended = LogTable.Renew(sql, here, (former.Origin, former.Size), at);
        RenewalTable.Claim(sql, ended);
        LinkTable.ForgetSent(sql);
        JournalTable.EndSuspension(sql);
        var lost = new LostDecisions(ExchangeTable.TakeDecided(sql));
        var log = new Growing(sql, own);
        log.Append(
            new LeafDraft(LedgerEvents.LogRenewed)
            {
                Actor = "operator",
                Detail = new()
                {
                    ["origin"] = former.Origin,
                    ["size"] = former.Size,
                    ["root"] = former.Root.ToString(),
                },
            },
            at
        );
        foreach (var (index, draft, judgedAt) in Judged(sql, ended, KeysOf(sql, here)))
            RecordAgain(sql, log, ended, index, draft, judgedAt);
        foreach (var draft in lost.Read(sql))
            log.Append(draft, at);
        // A row without an entry would block its message when it comes again. The content stays with the former ledger.
        if (RenewalTable.DropTheRest(sql) is > 0 and var count)
            logger.LogError("{Count} messages belong to no entry that could be recorded again; their rows are removed", count);
        CheckpointTable.Insert(
            sql,
            log.Tail.Size,
            CheckpointNote.Sign(new Checkpoint(Origin, log.Tail.Size, log.Tail.Root()), at, own.LogSigners),
            at
        );
    }

    // No entry that is recorded again has a later time than the first entry: this distinguishes them. Times that no clock of ours can
    // have given are ignored.
    private DateTimeOffset Begins(SqlSession sql, string here)
    {
        var now = clock.Now();
        var before = now + FarthestAhead;
        var decided = new FormerLog(sql, LogTable.Ordinal(sql), KeysOf(sql, here))
            .SignedEntries()
            .Where(entry => ExchangeProjection.IsDecision(entry.Leaf.Event) && entry.Leaf.At < before)
            .Select(entry => entry.Leaf.At.ToUnixTimeMilliseconds())
            .DefaultIfEmpty()
            .Max();
        return DateTimeOffset.FromUnixTimeMilliseconds(
            Math.Max(now.ToUnixTimeMilliseconds(), 1 + Math.Max(decided, RenewalTable.LatestTime(sql, before)))
        );
    }

    // In the order of the former ledger: from the entries that are unchanged, and from the rows of messages whose entry is missing or was
    // changed, because receipts were sent for those.
    private IEnumerable<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)> Judged(SqlSession sql, long former, LogVerifiers? keys)
    {
        var signed = new FormerLog(sql, former, keys)
            .SignedEntries()
            .Where(entry => LedgerEvents.IsMessage(entry.Leaf.Event) || ExchangeProjection.IsDecision(entry.Leaf.Event));
        var lost = new Queue<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)>(
            new LostEntries(contents, logger).Read(
                sql,
                former,
                signed.Where(entry => LedgerEvents.IsMessage(entry.Leaf.Event)).SelectMany(entry => JudgedKey.Of(entry.Leaf)).ToHashSet()
            )
        );
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
        logger.LogError(
            "Entry {Index} of the former ledger is missing or was changed; what the database still has of it is recorded again",
            lost.FormerIndex
        );
        return lost;
    }

    private void RecordAgain(SqlSession sql, Growing log, long former, long formerIndex, LeafDraft draft, DateTimeOffset at)
    {
        try
        {
            var index = log.Append(draft, at);
            if (LedgerEvents.IsMessage(draft.Event))
                Move(sql, former, formerIndex, draft, index);
        }
        catch (ArgumentException fault)
        {
            // One damaged row must not prevent all others from being recorded.
            logger.LogError(
                "Entry {Index} of the former ledger cannot be recorded again, and stays in that ledger only: {Reason}",
                formerIndex,
                fault.Message
            );
        }
    }

    // By what the entry is about: another row may have its index now.
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
            // A missing row is made again from the entry; its content is there once.
            ContentStore.Move(sql, former, formerIndex, to);
        }
    }

    /// <summary>The draft that records an entry of a former ledger again; the salt will be new.</summary>
    internal static LeafDraft DraftOf(LedgerLeaf leaf) =>
        new(leaf.Event)
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

    // The newest checkpoint, of any ledger, that we signed with the keys of a card of ours: anything else is ignored.
    private Checkpoint? Newest(SqlSession sql)
    {
        var keys = Cards(sql).Append(own.Card).Select(card => LogVerifiers.Read(card.Log)).ToList();
        for (var below = long.MaxValue; CheckpointTable.Newest(sql, below) is (var size, var note, _);)
        {
            if (
                keys.Select(known => CheckpointNote.Verify(note, known, NoteSignatures.Verify)?.Checkpoint)
                    .FirstOrDefault(checkpoint => checkpoint?.Size == size) is
                { } signed
            )
            {
                return signed;
            }

            below = size;
        }

        return null;
    }

    private LogVerifiers? KeysOf(SqlSession sql, string origin) =>
        Cards(sql).Find(card => card.Log.Origin == origin) is { } card ? LogVerifiers.Read(card.Log) : null;

    private List<PartyCard> Cards(SqlSession sql) =>
        [.. CardTable.Of(sql, own.Name).Select(card => PartyCard.Read(card.Bytes).Value).OfType<PartyCard>()];

    /// <summary>The new ledger while its first entries are written.</summary>
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
            // The row of the message is moved; the state of its exchange is folded again.
            if (MessageEntry.Of(index, leaf) is { } message)
                ExchangeProjection.FoldAnew(sql, message);
            ExchangeProjection.ApplyDecision(sql, leaf);
            return index;
        }
    }
}
