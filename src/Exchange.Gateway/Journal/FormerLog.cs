namespace Exchange.Gateway.Journal;

/// <summary>
/// A log of ours that was laid aside, perhaps because somebody had changed it. An entry counts as signed if a head that we
/// signed covers it, and the hash under that head is its own. Those hashes are in the tiles, or are the entries' own, whichever
/// lead to the head.
/// </summary>
/// <param name="sql">Where it lies.</param>
/// <param name="log">Its ordinal.</param>
/// <param name="keys">Of the log that was laid aside; nothing if its card is not known any more, and so none of its heads can be verified.</param>
internal sealed class FormerLog(SqlSession sql, long log, LogVerifiers? keys)
{
    // Where bundles begin whose tile is not what a signed head leads to, though their entries are.
    private readonly HashSet<long> _withoutTile = [];

    private long? _signedEnd;

    /// <summary>The entries that are as they were signed, in order.</summary>
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

    // Size of the largest head that we signed and that the stored hashes lead to. From the first wrong hash on none does.
    private long SignedEnd()
    {
        for (var (tail, end) = (LogTail.Empty, 0L); ;)
        {
            var start = tail.Size;
            var heads = Heads(start);
            var (ofTile, ofEntries) = (StoredTile(start), Unbroken(start));
            var (byTile, byEntries) = (ofTile is null ? 0 : Held(tail, ofTile, heads), Held(tail, ofEntries, heads));
            var hashes = ofTile is null || byEntries > byTile ? ofEntries : ofTile;
            if (ofTile is not null && byEntries > byTile)
                _withoutTile.Add(start);
            var held = Math.Max(byTile, byEntries);
            if (held == 0 && heads.Exists(head => Verify(head.Note) is not null))
                return end;
            end = Math.Max(end, held);
            if (hashes.Count < TileId.Width)
                return end;
            tail = tail.Append(hashes).Tail;
        }
    }

    // The largest signed head among these that the hashes lead to; 0 for none.
    private long Held(LogTail tail, List<MerkleHash> hashes, List<StoredCheckpoint> heads) => heads
        .Find(head => head.Size <= tail.Size + hashes.Count && Verify(head.Note) is { } signed && signed.Size == head.Size
            && signed.Root == tail.Append(hashes.GetRange(0, (int)(head.Size - tail.Size))).Tail.Root())?.Size ?? 0;

    private Checkpoint? Verify(string note) => keys is null ? null : CheckpointNote.Verify(note, keys, NoteSignatures.Verify)?.Checkpoint;

    private List<StoredCheckpoint> Heads(long start) => CheckpointTable.Between(sql, log, start, start + TileId.Width);

    private List<MerkleHash>? StoredTile(long start) =>
        EntryTable.Tile(sql, new(0, start / TileId.Width), log) is { Length: Tile.FullSize } hashes
            ? [.. hashes.Chunk(MerkleHash.Size).Select(hash => MerkleHash.FromBytes(hash))]
            : null;

    private List<MerkleHash> Unbroken(long start) =>
        [.. Entries(start).TakeWhile((entry, place) => entry.Index == start + place).Select(entry => MerkleHash.OfLeaf(entry.Leaf))];

    private List<(long Index, byte[] Leaf)> Entries(long start) => EntryTable.Read(sql, log, start, start + TileId.Width);
}
