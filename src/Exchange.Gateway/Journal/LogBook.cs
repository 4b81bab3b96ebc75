using System.Security.Cryptography;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Journal;

/// <summary>Our own log: its newest head in memory, its entries, tiles and checkpoints in the database, its mark beside the keys.</summary>
internal sealed class LogBook(OwnParty own, LedgerMark mark)
{
    private volatile StagedHead? _head;
    private volatile LogDoubt? _doubt = new(LogDoubtKind.NotLoaded, "The log has not been loaded.");
    private volatile bool _isSaved = true;

    /// <summary>The newest committed head; nothing while the log is empty.</summary>
    public StagedHead? Head => _head;

    public long Size => _head?.Tail.Size ?? 0;

    /// <summary>Why the log signs nothing, or nothing.</summary>
    public LogDoubt? Doubt => _doubt;

    /// <summary>The newest head that was signed, for whoever reads the log: of a log too damaged to load, the one in the database.</summary>
    public (long Size, string? Note) Shown(SqlSession sql) => _head is { } head
        ? (head.Tail.Size, head.Note)
        : sql.Query("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1", row => (row.GetInt64(0), (string?)row.GetString(1))).FirstOrDefault();

    private string Origin => own.Card.Log.Origin;

    /// <summary>From now on the log signs nothing. That stays, over restarts too; the journal's next batch keeps it.</summary>
    public void Doubts(LogDoubt doubt)
    {
        _isSaved = false;
        _doubt = doubt;
    }

    /// <summary>The log signs again.</summary>
    public void TrustsItself()
    {
        _doubt = null;
        _isSaved = false;
    }

    public void RefuseIfInDoubt()
    {
        if (_doubt is { } doubt)
            throw new LogInDoubtException(doubt.Reason);
    }

    /// <summary>Keeps what is doubted, and since when we vouch for nobody: a doubtful memory is no witness until the operator says so.</summary>
    /// <returns>What was kept, for <see cref="Saved"/> once the batch is committed.</returns>
    public LogDoubt? Save(SqlSession sql)
    {
        var doubt = _doubt;
        if (!_isSaved)
            sql.Execute("UPDATE journal SET doubt = @p0, witness_halted = COALESCE(witness_halted, @p1) WHERE id = 1", doubt?.Write(), doubt?.Reason);
        return doubt;
    }

    /// <summary>What <see cref="Save"/> kept is durable. What has been doubted meanwhile is not, and stays to be kept.</summary>
    public void Saved(LogDoubt? kept)
    {
        if (ReferenceEquals(kept, _doubt))
            _isSaved = true;
    }

    /// <summary>Reads the newest head and compares it with the mark (border protocol, section 8).</summary>
    public void Load(SqlSession sql)
    {
        // What came in a batch that was then given up is still to be kept.
        var unsaved = !_isSaved && _doubt?.Write() is not null ? _doubt : null;
        try
        {
            var size = sql.Scalar<long>("SELECT COUNT(*) FROM entries");
            _head = size > 0 ? LoadHead(sql, size) : null;
            _doubt = unsaved ?? KeptDoubt(sql) ?? MarkDoubt(sql);
        }
        catch (Exception damage) when (damage is InvalidDataException or ArgumentException or FormatException)
        {
            // No counterpart's word mends a log that is not whole.
            (_head, _doubt) = (null, new(LogDoubtKind.Damaged, $"{damage.Message} The database was cut or changed. Restore the exact entries, or take a new origin with the officers."));
        }

        _isSaved = unsaved is null && _doubt is null && sql.Scalar<string>("SELECT doubt FROM journal WHERE id = 1") is null;
    }

    /// <summary>Brings the mark up to the head: it may be older, if a crash came between a commit and its mark.</summary>
    /// <exception cref="IOException">It cannot be written, and so nothing may be signed.</exception>
    public void Mark()
    {
        if (_doubt is null && mark.Read() is var known && (known?.Origin != Origin || known?.Size != Size))
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
            transaction.Sql.Execute("INSERT INTO tiles (level, \"index\", hashes) VALUES (@p0, @p1, @p2)", tile.Id.Level, tile.Id.Index, tile.Tile.ToBytes());
        // The log never signs a time below one that it signed, whatever the clock does.
        var signedAt = _head is { } head && head.SignedAt > transaction.Now ? head.SignedAt : transaction.Now;
        var note = CheckpointNote.Sign(new Checkpoint(Origin, appended.Tail.Size, appended.Tail.Root()), signedAt, own.LogSigners);
        transaction.Sql.Execute("INSERT INTO checkpoints (size, note, signed_at) VALUES (@p0, @p1, @p2)",
            appended.Tail.Size, note, signedAt.ToUnixTimeSeconds());
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
    public bool Leads(SqlSession sql, Checkpoint held) =>
        held.Size == 0 || (_head is { } head && held.Size <= head.Tail.Size && TreeRoot.At(held.Size, head.Tail, new TileReader().Reader(sql)) == held.Root);

    private static StagedHead LoadHead(SqlSession sql, long size)
    {
        var unfinished = sql.Query("SELECT leaf FROM entries WHERE \"index\" >= @p0 ORDER BY \"index\"",
            row => MerkleHash.OfLeaf(row.GetFieldValue<byte[]>(0)), size - (size % TileId.Width));
        var tail = LogTail.Load(size, unfinished, new TileReader().Reader(sql));
        var note = sql.Scalar<string>("SELECT note FROM checkpoints WHERE size = @p0", size)
            ?? throw new InvalidDataException($"The log has {size} entries but no checkpoint for them.");
        if (CheckpointNote.ReadUnverified(note)?.Root != tail.Root())
            throw new InvalidDataException($"The log's {size} entries are not those that were signed.");
        return new(tail, note, DateTimeOffset.FromUnixTimeSeconds(sql.Scalar<long>("SELECT signed_at FROM checkpoints WHERE size = @p0", size)));
    }

    // What a counterpart has shown stops being a doubt when the log leads to it: the exact entries were restored. Damage is
    // looked for again by whoever reads the whole log.
    private LogDoubt? KeptDoubt(SqlSession sql)
    {
        if (sql.Scalar<string>("SELECT doubt FROM journal WHERE id = 1") is not { } text)
            return null;
        var doubt = LogDoubt.Read(text);
        return doubt.Shown is { } shown && CheckpointNote.Verify(shown, own.LogKeys, NoteSignatures.Verify) is { } verified && Leads(sql, verified.Checkpoint)
            ? null
            : doubt;
    }

    private LogDoubt? MarkDoubt(SqlSession sql)
    {
        var marked = mark.Read();
        if (marked is not var (origin, size, signed) || (origin != Origin && IsRenewed(sql, origin)))
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

    // A log under a new origin begins with an entry that names the old one: the mark has not followed yet.
    private static bool IsRenewed(SqlSession sql, string former) =>
        sql.Scalar<byte[]>("SELECT leaf FROM entries WHERE \"index\" = 0") is { } first
        && LedgerLeaf.Read(first).Value is { Event: Protocol.Life.LedgerEvents.LogRenewed } leaf
        && (string?)leaf.Detail?["origin"] == former;

    private static LogDoubt Differs(string reason) => new(LogDoubtKind.MarkDiffers, reason);
}
