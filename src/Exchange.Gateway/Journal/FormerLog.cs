namespace Exchange.Gateway.Journal;

/// <summary>
/// A former ledger of ours, which may have been changed. An entry counts as signed if a checkpoint that we signed covers it with the
/// entry's own hash. The hashes under a checkpoint are those in the tiles or those of the entries, whichever lead to it.
/// </summary>
/// <param name="log">Its ordinal.</param>
/// <param name="keys">Keys of the former ledger; null if its card is unknown, so that none of its checkpoints can be verified.</param>
internal sealed class FormerLog(SqlSession sql, long log, LogVerifiers? keys)
{
    // First entries of bundles whose tile does not lead to a signed checkpoint, although their entries do.
    private readonly HashSet<long> _withoutTile = [];

    private long? _signedEnd;

    /// <summary>The entries that are unchanged since they were signed, in order.</summary>
    public IEnumerable<(long Index, LedgerLeaf Leaf)> SignedEntries()
    {
        var end = _signedEnd ??= SignedEnd();
        for (var start = 0L; start < end; start += TileId.Width)
        {
            var tile = _withoutTile.Contains(start) ? null : StoredTile(start);
            foreach (var (index, leaf) in Entries(start))
            {
                var isSigned = index < end && (tile is null || tile[(int)(index - start)] == MerkleHash.OfLeaf(leaf));
                if (isSigned && LedgerLeaf.Read(leaf).Value is { } read)
                    yield return (index, read);
            }
        }
    }

    // Size of the largest checkpoint that we signed and that the stored hashes lead to. After the first wrong hash there is none.
    private long SignedEnd()
    {
        for (var (tail, end) = (LogTail.Empty, 0L); ;)
        {
            var start = tail.Size;
            var checkpoints = Checkpoints(start);
            var (ofTile, ofEntries) = (StoredTile(start), Unbroken(start));
            var (byTile, byEntries) = (ofTile is null ? 0 : Held(tail, ofTile, checkpoints), Held(tail, ofEntries, checkpoints));
            var hashes = ofTile is null || byEntries > byTile ? ofEntries : ofTile;
            if (ofTile is not null && byEntries > byTile)
                _withoutTile.Add(start);
            var held = Math.Max(byTile, byEntries);
            if (held == 0 && checkpoints.Exists(checkpoint => Verify(checkpoint.Note) is not null))
                return end;
            end = Math.Max(end, held);
            if (hashes.Count < TileId.Width)
                return end;
            tail = tail.Append(hashes).Tail;
        }
    }

    // The largest signed checkpoint among these that the hashes lead to; 0 for none.
    private long Held(LogTail tail, List<MerkleHash> hashes, List<StoredCheckpoint> checkpoints) =>
        checkpoints
            .Find(checkpoint =>
                checkpoint.Size <= tail.Size + hashes.Count
                && Verify(checkpoint.Note) is { } signed
                && signed.Size == checkpoint.Size
                && signed.Root == tail.Append(hashes.GetRange(0, (int)(checkpoint.Size - tail.Size))).Tail.Root()
            )
            ?.Size
        ?? 0;

    private Checkpoint? Verify(string note) => keys is null ? null : CheckpointNote.Verify(note, keys, NoteSignatures.Verify)?.Checkpoint;

    private List<StoredCheckpoint> Checkpoints(long start) => CheckpointTable.Between(sql, log, start, start + TileId.Width);

    private List<MerkleHash>? StoredTile(long start) =>
        EntryTable.Tile(sql, new(0, start / TileId.Width), log) is { Length: Tile.FullSize } hashes
            ? [.. hashes.Chunk(MerkleHash.Size).Select(hash => MerkleHash.FromBytes(hash))]
            : null;

    private List<MerkleHash> Unbroken(long start) =>
        [.. Entries(start).TakeWhile((entry, place) => entry.Index == start + place).Select(entry => MerkleHash.OfLeaf(entry.Leaf))];

    private List<(long Index, byte[] Leaf)> Entries(long start) => EntryTable.Read(sql, log, start, start + TileId.Width);
}
