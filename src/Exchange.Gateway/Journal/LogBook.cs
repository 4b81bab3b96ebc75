using System.Security.Cryptography;

namespace Exchange.Gateway.Journal;

/// <summary>Our own log: its newest head in memory, its entries, tiles and checkpoints in the database, its mark beside the keys.</summary>
internal sealed class LogBook(OwnParty own, LedgerMark mark)
{
    private volatile StagedHead? _head;
    private volatile LogDoubts _doubts = LogDoubts.None with { Mark = new(LogDoubtKind.NotLoaded, "The log has not been loaded.") };
    private volatile bool _isSaved = true;

    /// <summary>The newest committed head; nothing while the log is empty.</summary>
    public StagedHead? Head => _head;

    public long Size => _head?.Tail.Size ?? 0;

    /// <summary>Why the log signs nothing, or nothing: the gravest of what is doubted.</summary>
    public LogDoubt? Doubt => _doubts.First;

    /// <summary>
    /// True if counterparts are sent our newest head. Of two histories both sides must see both: what was signed is shown also
    /// after a counterpart has shown another head, and only a log whose own parts are in doubt is not.
    /// </summary>
    public bool IsShown => Doubt is null or { Kind: LogDoubtKind.ShownOtherwise };

    /// <summary>The newest head that was signed, for whoever reads the log: of a log too damaged to load, the one in the database.</summary>
    public (long Size, string? Note) Shown(SqlSession sql) => _head is { } head
        ? (head.Tail.Size, head.Note)
        : CheckpointTable.Newest(sql) is { } newest ? (newest.Size, newest.Note) : default;

    private string Origin => own.Card.Log.Origin;

    /// <summary>From now on the log signs nothing: its entries are not those that were signed. For the journal's own thread, as all that changes a doubt.</summary>
    public void FindDamaged(string reason) => Change(_doubts with { Damage = new(LogDoubtKind.Damaged, reason) });

    /// <summary>From now on the log signs nothing: a counterpart holds a head that it does not lead to. Of each counterpart the largest that it has shown is kept.</summary>
    /// <returns>False if that is known.</returns>
    public bool FindShownOtherwise(VerifiedCheckpoint shown, PartyName by)
    {
        if (_doubts.Shown.GetValueOrDefault(by.Value)?.Covers(shown.Checkpoint.Size) == true)
            return false;
        Change(_doubts with { Shown = _doubts.Shown.SetItem(by.Value, LogDoubt.OfShown(shown.Note, by.Value)) });
        return true;
    }

    /// <summary>The log has been read through and is whole. What else is doubted stays.</summary>
    public void FindWhole() => Change(_doubts with { Damage = null });

    /// <summary>What the mark says is settled by somebody's word.</summary>
    public void Believe() => Change(_doubts with { Mark = null });

    public void RefuseIfInDoubt()
    {
        if (Doubt is { } doubt)
            throw new LogInDoubtException(doubt.Reason);
    }

    /// <summary>Keeps what is doubted, and since when we vouch for nobody: a doubtful memory is no witness until the operator says so.</summary>
    /// <returns>What was kept, for <see cref="Saved"/> once the batch is committed.</returns>
    public LogDoubts Save(SqlSession sql)
    {
        var doubts = _doubts;
        if (!_isSaved)
            JournalTable.Doubt(sql, doubts.Damage?.Reason, doubts.First?.Reason, doubts.Shown.Select(shown => KeyValuePair.Create(shown.Key, shown.Value.Shown!)));
        return doubts;
    }

    /// <summary>What <see cref="Save"/> kept is durable. What has been doubted meanwhile is not, and stays to be kept.</summary>
    public void Saved(LogDoubts kept)
    {
        if (ReferenceEquals(kept, _doubts))
            _isSaved = true;
    }

    /// <summary>Reads the newest head and compares it with the mark (border protocol, section 8).</summary>
    public void Load(SqlSession sql)
    {
        // What came in a batch that was then given up is still to be kept.
        var unsaved = _isSaved ? null : _doubts;
        var kept = Kept(sql);
        var doubts = new LogDoubts(unsaved?.Damage ?? kept.Damage, unsaved is null ? kept.Shown : kept.Shown.SetItems(unsaved.Shown));
        _head = null;
        try
        {
            if (LogTable.HasEnded(sql, Origin))
            {
                doubts = doubts with { Mark = new(LogDoubtKind.Restored, $"The card names the log {Origin}, which has ended. Take an origin that was not used before with the officers.") };
            }
            else if (FormerOrigin(sql) is { } former)
            {
                doubts = doubts with { Mark = NotBegun(former) };
            }
            else
            {
                var size = EntryTable.Count(sql);
                _head = size > 0 ? LoadHead(sql, size) : null;
                // What a counterpart has shown stops being a doubt when the log leads to it: the exact entries were restored.
                doubts = doubts with { Shown = doubts.Shown.RemoveRange(doubts.Shown.Keys.Where(by => IsLedTo(sql, doubts.Shown[by]))), Mark = MarkDoubt(sql) };
            }
        }
        catch (Exception damage) when (damage is LogDamagedException or InvalidDataException or ArgumentException or FormatException)
        {
            // No counterpart's word mends a log that is not whole.
            _head = null;
            doubts = doubts with { Damage = new(LogDoubtKind.Damaged, $"{damage.Message} The database was cut or changed. {LogDoubt.WayOut}") };
        }

        _doubts = doubts;
        _isSaved = doubts.First is null && kept.First is null;
    }

    /// <summary>Brings the mark up to the head: it may be older, if a crash came between a commit and its mark.</summary>
    /// <exception cref="IOException">It cannot be written, and so nothing may be signed.</exception>
    public void Mark()
    {
        if (Doubt is null && mark.Read() is var known && (known?.Origin != Origin || known?.Size != Size))
            mark.Write(Origin, Size, (_head?.Tail ?? LogTail.Empty).Root().ToBytes());
    }

    /// <summary>Writes a leaf's bytes.</summary>
    public LedgerLeaf Write(LeafDraft draft, DateTimeOffset now) => LeafWriter.Write(draft, own.Name, now, RandomNumberGenerator.GetBytes(LedgerLeaf.SaltSize));

    /// <summary>Computes and signs the head that the batch ends with, and stores it; the present head if nothing was appended.</summary>
    internal StagedHead? Stage(JournalTransaction transaction)
    {
        if (transaction.Leaves.Count == 0)
            return _head;
        // A counterpart may have put the log in doubt in this very batch.
        RefuseIfInDoubt();
        var tail = _head?.Tail ?? LogTail.Empty;
        var appended = tail.Append([.. transaction.Leaves.Select(leaf => leaf.Hash)]);
        foreach (var tile in appended.FullTiles)
            EntryTable.Insert(transaction.Sql, tile);
        // The log never signs a time below one that it signed, whatever the clock does.
        var signedAt = _head is { } head && head.SignedAt > transaction.Now ? head.SignedAt : transaction.Now;
        var note = CheckpointNote.Sign(new Checkpoint(Origin, appended.Tail.Size, appended.Tail.Root()), signedAt, own.LogSigners);
        CheckpointTable.Insert(transaction.Sql, appended.Tail.Size, note, signedAt);
        return new(appended.Tail, note, signedAt);
    }

    /// <summary>After the commit: the head is ours, and the mark says so.</summary>
    internal void Advance(StagedHead? head)
    {
        if (head is null || ReferenceEquals(head, _head))
            return;
        mark.Write(Origin, head.Tail.Size, head.Tail.Root().ToBytes());
        _head = head;
    }

    /// <summary>True if this log leads to a head that we signed.</summary>
    public bool Leads(SqlSession sql, Checkpoint held)
    {
        try
        {
            return held.Size == 0 || (_head is { } head && held.Size <= head.Tail.Size && TreeRoot.At(held.Size, head.Tail, new TileReader().Reader(sql)) == held.Root);
        }
        catch (LogDamagedException)
        {
            // A log with holes leads nowhere.
            return false;
        }
    }

    private void Change(LogDoubts doubts)
    {
        _isSaved = false;
        _doubts = doubts;
    }

    private static StagedHead LoadHead(SqlSession sql, long size)
    {
        var unfinished = EntryTable.Read(sql, log: null, size - (size % TileId.Width)).ConvertAll(entry => MerkleHash.OfLeaf(entry.Leaf));
        var tail = LogTail.Load(size, unfinished, new TileReader().Reader(sql));
        var head = CheckpointTable.Newest(sql, below: size + 1);
        if (head?.Size != size)
            throw new InvalidDataException($"The log has {size} entries but no checkpoint for them.");
        if (CheckpointNote.ReadUnverified(head.Note)?.Root != tail.Root())
            throw new InvalidDataException($"The log's {size} entries are not those that were signed.");
        return new(tail, head.Note, head.SignedAt);
    }

    private static LogDoubts Kept(SqlSession sql) => new(
        JournalTable.Damage(sql) is { } damage ? new(LogDoubtKind.Damaged, damage) : null,
        LogDoubts.None.Shown.AddRange(JournalTable.Shown(sql).Select(shown => KeyValuePair.Create(shown.Key, LogDoubt.OfShown(shown.Value, shown.Key)))));

    private bool IsLedTo(SqlSession sql, LogDoubt doubt) =>
        CheckpointNote.Verify(doubt.Shown!, own.LogKeys, NoteSignatures.Verify) is { } verified && Leads(sql, verified.Checkpoint);

    // The log in the database, if it is not the one of our card: its successor was not begun.
    private string? FormerOrigin(SqlSession sql) =>
        CheckpointTable.Newest(sql) is { } stored && CheckpointNote.ReadUnverified(stored.Note) is { } newest && newest.Origin != Origin
            ? newest.Origin
            : null;

    private LogDoubt NotBegun(string former) => new(
        LogDoubtKind.Restored,
        $"The card names the log {Origin}, but the database holds its former one, {former}; "
        + (mark.Read() is null
            ? "and the mark beside the keys, which says whether the new one was begun, is missing. Restore the mark from the backup of the keys, or take another origin with the officers."
            : "the mark beside the keys says that the new one was begun: the database was restored from before that. Restore the newest one, or take another origin with the officers."));

    private LogDoubt? MarkDoubt(SqlSession sql)
    {
        var marked = mark.Read();
        if (marked is not var (origin, size, signed) || (origin != Origin && IsJustBegun(sql)))
        {
            return Size == 0 || marked is not null
                ? null
                : new(LogDoubtKind.MarkMissing, "The log has entries, but its mark beside the keys is missing: keys or database were restored.");
        }

        if (origin != Origin)
            return Differs($"The mark beside the keys is of the log {origin}, not of {Origin}: keys or card were restored.");
        if (size > Size)
            return Differs($"The log has {Size} entries, but {size} were signed: the database was restored from an older copy.");
        return Leads(sql, new(Origin, size, MerkleHash.FromBytes(signed))) ? null : Differs($"The log's first {size} entries are not those that were signed.");
    }

    // What a renewal enters is signed once, and marked before anything else: so far the mark may be one of a former log.
    private static bool IsJustBegun(SqlSession sql) =>
        CheckpointTable.Count(sql) == 1
        && EntryTable.Leaf(sql, 0) is { } first
        && LedgerLeaf.Read(first).Value is { Event: Protocol.Life.LedgerEvents.LogRenewed };

    private static LogDoubt Differs(string reason) => new(LogDoubtKind.MarkDiffers, reason);
}

/// <summary>The head that our log will have once the batch is committed.</summary>
/// <param name="Tail">The tree's right edge.</param>
/// <param name="Note">The signed checkpoint, as its exact text.</param>
/// <param name="SignedAt">Its time, whole seconds.</param>
internal sealed record StagedHead(LogTail Tail, string Note, DateTimeOffset SignedAt);
