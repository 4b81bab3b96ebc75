using System.Security.Cryptography;

namespace Exchange.Gateway.Journal;

/// <summary>
/// Our own ledger: its newest checkpoint in memory; its entries, tiles and checkpoints in the database; its mark beside the keys.
/// </summary>
internal sealed class LogBook(OwnParty own, LedgerMark mark)
{
    private volatile StagedCheckpoint? _checkpoint;
    private volatile LedgerSuspensions _suspensions = LedgerSuspensions.None with
    {
        Mark = new(LedgerSuspensionKind.NotLoaded, "The ledger has not been loaded."),
    };
    private volatile bool _isSaved = true;

    /// <summary>The newest committed checkpoint; null while the ledger is empty.</summary>
    public StagedCheckpoint? Checkpoint => _checkpoint;

    public long Size => _checkpoint?.Tail.Size ?? 0;

    /// <summary>Why the ledger signs nothing: the most serious reason; null while it is not suspended.</summary>
    public LedgerSuspension? Suspension => _suspensions.First;

    /// <summary>
    /// True if counterparts are sent our newest checkpoint. If there are two histories, both sides must see both: what was signed is also
    /// shown after a counterpart has shown another checkpoint. Only a ledger that is suspended for its own parts is not shown.
    /// </summary>
    public bool IsShown => Suspension is null or { Kind: LedgerSuspensionKind.ShownOtherwise };

    /// <summary>
    /// The newest signed checkpoint for readers of the ledger; if the ledger is too damaged to load, the one in the database.
    /// </summary>
    public (long Size, string? Note) Shown(SqlSession sql) =>
        _checkpoint is { } loaded ? (loaded.Tail.Size, loaded.Note)
        : CheckpointTable.Newest(sql) is { } newest ? (newest.Size, newest.Note)
        : default;

    private string Origin => own.Card.Log.Origin;

    /// <summary>
    /// Suspends the ledger: its entries are not those that were signed. Only the journal's thread may call this, and whatever else changes
    /// a suspension.
    /// </summary>
    public void FindDamaged(string reason) => Change(_suspensions with { Damage = new(LedgerSuspensionKind.Damaged, reason) });

    /// <summary>
    /// Suspends the ledger: a counterpart holds a checkpoint that it does not lead to. The largest one of each counterpart is kept.
    /// </summary>
    /// <returns>False if it is known.</returns>
    public bool FindShownOtherwise(VerifiedCheckpoint shown, PartyName by)
    {
        if (_suspensions.Shown.GetValueOrDefault(by.Value)?.Covers(shown.Checkpoint.Size) == true)
            return false;
        Change(_suspensions with { Shown = _suspensions.Shown.SetItem(by.Value, LedgerSuspension.OfShown(shown.Note, by.Value)) });
        return true;
    }

    /// <summary>The ledger has been read completely and is whole. Other reasons remain.</summary>
    public void FindWhole() => Change(_suspensions with { Damage = null });

    /// <summary>The ledger is trusted in spite of its mark.</summary>
    public void Trust() => Change(_suspensions with { Mark = null });

    public void RefuseIfSuspended()
    {
        if (Suspension is { } suspension)
            throw new LedgerSuspendedException(suspension.Reason);
    }

    /// <summary>
    /// Saves the reasons, and that we cosign nothing until the operator confirms: a gateway with a suspended ledger is no witness.
    /// </summary>
    /// <returns>What was saved, for <see cref="Saved"/> once the batch is committed.</returns>
    public LedgerSuspensions Save(SqlSession sql)
    {
        var saved = _suspensions;
        if (!_isSaved)
        {
            JournalTable.Suspend(
                sql,
                saved.Damage?.Reason,
                saved.First?.Reason,
                saved.Shown.Select(shown => KeyValuePair.Create(shown.Key, shown.Value.Shown!))
            );
        }

        return saved;
    }

    /// <summary>
    /// What <see cref="Save"/> wrote is durable. Reasons that were found since then are not, and are saved with the next batch.
    /// </summary>
    public void Saved(LedgerSuspensions saved)
    {
        if (ReferenceEquals(saved, _suspensions))
            _isSaved = true;
    }

    /// <summary>What the proposals of a batch found or ended is undone with them; they are run again, and find it again.</summary>
    public void GoBack(LedgerSuspensions before)
    {
        if (!ReferenceEquals(before, _suspensions))
            Change(before);
    }

    /// <summary>Reads the newest checkpoint and compares it with the mark (border protocol, section 8).</summary>
    public void Load(SqlSession sql)
    {
        // Reasons from a batch that was not committed are still to be saved.
        var unsaved = _isSaved ? null : _suspensions;
        var kept = Kept(sql);
        var found = new LedgerSuspensions(
            unsaved?.Damage ?? kept.Damage,
            unsaved is null ? kept.Shown : kept.Shown.SetItems(unsaved.Shown)
        );
        _checkpoint = null;
        try
        {
            if (LogTable.HasEnded(sql, Origin))
            {
                found = found with
                {
                    Mark = new(
                        LedgerSuspensionKind.Restored,
                        $"The card names the ledger {Origin}, which has ended. Agree on an origin that was never used with the "
                            + "counterparts' officers."
                    ),
                };
            }
            else if (FormerOrigin(sql) is { } former)
            {
                found = found with { Mark = NotBegun(former) };
            }
            else
            {
                var size = EntryTable.Count(sql);
                _checkpoint = size > 0 ? LoadNewest(sql, size) : null;
                // A checkpoint that a counterpart has shown is no reason any more once the ledger leads to it: the exact entries were
                // restored.
                found = found with
                {
                    Shown = found.Shown.RemoveRange(found.Shown.Keys.Where(by => IsLedTo(sql, found.Shown[by]))),
                    Mark = JudgeMark(sql),
                };
            }
        }
        catch (Exception damage) when (damage is LogDamagedException or InvalidDataException or ArgumentException or FormatException)
        {
            // Nothing that a counterpart says repairs a ledger that is not whole.
            _checkpoint = null;
            found = found with
            {
                Damage = new(
                    LedgerSuspensionKind.Damaged,
                    $"{damage.Message} The database was changed or truncated. {LedgerSuspension.WayOut}"
                ),
            };
        }

        _suspensions = found;
        _isSaved = found.First is null && kept.First is null;
    }

    /// <summary>Brings the mark up to the newest checkpoint: after a crash between a commit and its mark, the mark is older.</summary>
    /// <exception cref="IOException">It cannot be written, so nothing may be signed.</exception>
    public void Mark()
    {
        if (Suspension is null && mark.Read() is var known && (known?.Origin != Origin || known?.Size != Size))
            mark.Write(Origin, Size, (_checkpoint?.Tail ?? LogTail.Empty).Root().ToBytes());
    }

    /// <summary>Writes an entry's bytes.</summary>
    public LedgerLeaf Write(LeafDraft draft, DateTimeOffset now) =>
        LeafWriter.Write(draft, own.Name, now, RandomNumberGenerator.GetBytes(LedgerLeaf.SaltSize));

    /// <summary>Computes, signs and stores the checkpoint of the batch; returns the present one if no entry was appended.</summary>
    internal StagedCheckpoint? Stage(JournalTransaction transaction)
    {
        if (transaction.Leaves.Count == 0)
            return _checkpoint;
        // A proposal of this very batch may have suspended the ledger.
        RefuseIfSuspended();
        var tail = _checkpoint?.Tail ?? LogTail.Empty;
        var appended = tail.Append([.. transaction.Leaves.Select(leaf => leaf.Hash)]);
        foreach (var tile in appended.FullTiles)
            EntryTable.Insert(transaction.Sql, tile);
        // The ledger never signs an earlier time than before, whatever the clock does.
        var signedAt = _checkpoint is { } last && last.SignedAt > transaction.Now ? last.SignedAt : transaction.Now;
        var note = CheckpointNote.Sign(new Checkpoint(Origin, appended.Tail.Size, appended.Tail.Root()), signedAt, own.LogSigners);
        CheckpointTable.Insert(transaction.Sql, appended.Tail.Size, note, signedAt);
        return new(appended.Tail, note, signedAt);
    }

    /// <summary>After the commit: writes the mark, and makes the checkpoint the newest.</summary>
    internal void Advance(StagedCheckpoint? checkpoint)
    {
        if (checkpoint is null || ReferenceEquals(checkpoint, _checkpoint))
            return;
        mark.Write(Origin, checkpoint.Tail.Size, checkpoint.Tail.Root().ToBytes());
        _checkpoint = checkpoint;
    }

    /// <summary>True if this ledger leads to a checkpoint that we signed.</summary>
    public bool Leads(SqlSession sql, Checkpoint held)
    {
        try
        {
            return held.Size == 0
                || (
                    _checkpoint is { } newest
                    && held.Size <= newest.Tail.Size
                    && TreeRoot.At(held.Size, newest.Tail, new TileReader().Reader(sql)) == held.Root
                );
        }
        catch (LogDamagedException)
        {
            // A ledger with missing tiles leads to nothing.
            return false;
        }
    }

    private void Change(LedgerSuspensions suspensions)
    {
        _isSaved = false;
        _suspensions = suspensions;
    }

    private static StagedCheckpoint LoadNewest(SqlSession sql, long size)
    {
        var unfinished = EntryTable.Read(sql, log: null, size - (size % TileId.Width)).ConvertAll(entry => MerkleHash.OfLeaf(entry.Leaf));
        var tail = LogTail.Load(size, unfinished, new TileReader().Reader(sql));
        var stored = CheckpointTable.Newest(sql, below: size + 1);
        if (stored?.Size != size)
            throw new InvalidDataException($"The ledger has {size} entries but no checkpoint for them.");
        if (CheckpointNote.ReadUnverified(stored.Note)?.Root != tail.Root())
            throw new InvalidDataException($"The ledger's {size} entries are not those that were signed.");
        return new(tail, stored.Note, stored.SignedAt);
    }

    private static LedgerSuspensions Kept(SqlSession sql) =>
        new(
            JournalTable.Damage(sql) is { } damage ? new(LedgerSuspensionKind.Damaged, damage) : null,
            LedgerSuspensions.None.Shown.AddRange(
                JournalTable.Shown(sql).Select(shown => KeyValuePair.Create(shown.Key, LedgerSuspension.OfShown(shown.Value, shown.Key)))
            )
        );

    private bool IsLedTo(SqlSession sql, LedgerSuspension suspension) =>
        CheckpointNote.Verify(suspension.Shown!, own.LogKeys, NoteSignatures.Verify) is { } verified && Leads(sql, verified.Checkpoint);

    // The ledger in the database, if it is not the one of our card: its successor was not begun.
    private string? FormerOrigin(SqlSession sql) =>
        CheckpointTable.Newest(sql) is { } stored && CheckpointNote.ReadUnverified(stored.Note) is { } newest && newest.Origin != Origin
            ? newest.Origin
            : null;

    private LedgerSuspension NotBegun(string former) =>
        new(
            LedgerSuspensionKind.Restored,
            $"The card names the ledger {Origin}, but the database holds its predecessor {former}; "
                + (
                    mark.Read() is null
                        ? "the mark beside the keys, which would say whether the new one was begun, is missing. Restore the mark "
                            + "from the backup of the keys, or agree on another origin with the counterparts' officers."
                        : "the mark beside the keys says that the new one was begun: the database was restored from before that. "
                            + "Restore the newest database, or agree on another origin with the counterparts' officers."
                )
        );

    private LedgerSuspension? JudgeMark(SqlSession sql)
    {
        var marked = mark.Read();
        if (marked is not var (origin, size, signed) || (origin != Origin && IsJustBegun(sql)))
        {
            return Size == 0 || marked is not null
                ? null
                : new(
                    LedgerSuspensionKind.MarkMissing,
                    "The ledger has entries, but its mark beside the keys is missing: keys or database were restored."
                );
        }

        if (origin != Origin)
            return Differs($"The mark beside the keys is of the ledger {origin}, not of {Origin}: keys or card were restored.");
        if (size > Size)
            return Differs($"The ledger has {Size} entries, but {size} were signed: the database was restored from an older copy.");
        return Leads(sql, new(Origin, size, MerkleHash.FromBytes(signed)))
            ? null
            : Differs($"The ledger's first {size} entries are not those that were signed.");
    }

    // The entries of a renewal are signed once, and marked before anything else: until then the mark may be one of a former ledger.
    private static bool IsJustBegun(SqlSession sql) =>
        CheckpointTable.Count(sql) == 1
        && EntryTable.Leaf(sql, 0) is { } first
        && LedgerLeaf.Read(first).Value is { Event: LedgerEvents.LogRenewed };

    private static LedgerSuspension Differs(string reason) => new(LedgerSuspensionKind.MarkDiffers, reason);
}

/// <summary>The checkpoint that our ledger will have once the batch is committed.</summary>
/// <param name="Tail">The tree's right edge.</param>
/// <param name="Note">The signed checkpoint, as its exact text.</param>
/// <param name="SignedAt">Its time, whole seconds.</param>
internal sealed record StagedCheckpoint(LogTail Tail, string Note, DateTimeOffset SignedAt);
