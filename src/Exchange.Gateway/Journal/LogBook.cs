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
    private volatile bool _shownOtherwise;
    private volatile string? _doubt = "The log has not been loaded.";

    /// <summary>The newest committed head; nothing while the log is empty.</summary>
    public StagedHead? Head => _head;

    public long Size => _head?.Tail.Size ?? 0;

    /// <summary>Why the log signs nothing, or nothing.</summary>
    public string? Doubt => _doubt;

    /// <summary>A counterpart has shown a head of ours that this log does not lead to. That stays, over restarts too.</summary>
    public void Doubts(SqlSession sql, string reason)
    {
        (_doubt, _shownOtherwise) = (reason, true);
        sql.Execute("UPDATE journal SET doubt = @p0 WHERE id = 1", reason);
    }

    /// <summary>Every counterpart agrees with this log: a missing mark is no reason any more.</summary>
    public void TrustsItself()
    {
        if (!_shownOtherwise)
            _doubt = null;
    }

    public void RefuseIfInDoubt()
    {
        if (_doubt is { } reason)
            throw new LogInDoubtException(reason);
    }

    /// <summary>Reads the newest head and compares it with the mark (border protocol, section 8).</summary>
    public void Load(SqlSession sql)
    {
        var size = sql.Scalar<long>("SELECT COUNT(*) FROM entries");
        try
        {
            _head = size > 0 ? LoadHead(sql, size) : null;
        }
        catch (InvalidDataException damage)
        {
            // No counterpart's word mends a log that is not whole.
            (_head, _doubt, _shownOtherwise) = (null, $"{damage.Message} The database was cut or changed. Restore the exact entries.", true);
            return;
        }

        var shown = sql.Scalar<string>("SELECT doubt FROM journal WHERE id = 1");
        _shownOtherwise |= shown is not null;
        if (!_shownOtherwise)
            _doubt = DoubtOf(sql);
        else
            _doubt = shown ?? _doubt;
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
        var note = CheckpointNote.Sign(new Checkpoint(own.Card.Log.Origin, appended.Tail.Size, appended.Tail.Root()), signedAt, own.LogSigners);
        transaction.Sql.Execute("INSERT INTO checkpoints (size, note, signed_at) VALUES (@p0, @p1, @p2)",
            appended.Tail.Size, note, signedAt.ToUnixTimeSeconds());
        return new(appended.Tail, note, signedAt);
    }

    /// <summary>After the commit: the head is ours, and the mark says so.</summary>
    internal void Advance(StagedHead? head)
    {
        if (head is null || ReferenceEquals(head, _head))
            return;
        mark.Write(head.Tail.Size, head.Tail.Root().ToBytes());
        _head = head;
    }

    private static StagedHead LoadHead(SqlSession sql, long size)
    {
        var unfinished = sql.Query("SELECT leaf FROM entries WHERE \"index\" >= @p0 ORDER BY \"index\"",
            row => MerkleHash.OfLeaf(row.GetFieldValue<byte[]>(0)), size - (size % TileId.Width));
        var tail = LogTail.Load(size, unfinished, new TileReader().Reader(sql));
        var note = sql.Scalar<string>("SELECT note FROM checkpoints WHERE size = @p0", size)
            ?? throw new InvalidDataException($"The log has {size} entries but no checkpoint for them.");
        return new(tail, note, DateTimeOffset.FromUnixTimeSeconds(sql.Scalar<long>("SELECT signed_at FROM checkpoints WHERE size = @p0", size)));
    }

    private string? DoubtOf(SqlSession sql)
    {
        var marked = mark.Read();
        if (marked is not var (size, signed))
            return Size == 0 ? null : "The log has entries, but its mark beside the keys is missing: keys or database were restored.";
        if (size > Size)
            return $"The log has {Size} entries, but {size} were signed: the database was restored from an older copy.";
        var root = TreeRoot.At(size, _head?.Tail ?? LogTail.Empty, new TileReader().Reader(sql));
        return root == MerkleHash.FromBytes(signed) ? null : $"The log's first {size} entries are not those that were signed.";
    }
}
