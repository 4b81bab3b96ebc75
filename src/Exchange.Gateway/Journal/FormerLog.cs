using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Journal;

/// <summary>
/// A log of ours that was laid aside, perhaps because somebody had changed it. An entry counts as signed if a head that we
/// signed covers it and its own hash, by the tile that has it, is the one under that head.
/// </summary>
/// <param name="sql">Where it lies.</param>
/// <param name="origin">Its name.</param>
/// <param name="keys">Of the log that was laid aside; nothing if its card is not known any more, and so none of its heads can be verified.</param>
internal sealed class FormerLog(SqlSession sql, string origin, LogVerifiers? keys)
{
    private long? _signedEnd;

    /// <summary>The entries that are as they were signed, in order.</summary>
    public IEnumerable<(long Index, LedgerLeaf Leaf)> SignedEntries()
    {
        var end = _signedEnd ??= SignedEnd();
        for (var start = 0L; start < end; start += TileId.Width)
        {
            var tile = StoredTile(start);
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
        var (tail, end) = (LogTail.Empty, 0L);
        while (true)
        {
            var start = tail.Size;
            var hashes = StoredTile(start) ?? Unbroken(start);
            var heads = sql.Query("SELECT size, note FROM former_checkpoints WHERE origin = @p0 AND size > @p1 AND size <= @p2 ORDER BY size DESC",
                row => (Size: row.GetInt64(0), Note: row.GetString(1)), origin, start, start + hashes.Count);
            var held = heads.FirstOrDefault(head => IsSigned(head.Note, head.Size, tail.Append(hashes.GetRange(0, (int)(head.Size - start))).Tail.Root()));
            if (held.Size > 0)
                end = held.Size;
            if (hashes.Count < TileId.Width || (heads.Count > 0 && held.Size == 0))
                return end;
            tail = tail.Append(hashes).Tail;
        }
    }

    private bool IsSigned(string note, long size, MerkleHash root) =>
        keys is not null && CheckpointNote.Verify(note, keys, NoteSignatures.Verify)?.Checkpoint is { } signed && signed.Size == size && signed.Root == root;

    private List<MerkleHash>? StoredTile(long start) =>
        sql.Scalar<byte[]>("SELECT hashes FROM former_tiles WHERE origin = @p0 AND level = 0 AND \"index\" = @p1", origin, start / TileId.Width) is { Length: Tile.FullSize } hashes
            ? [.. hashes.Chunk(MerkleHash.Size).Select(hash => MerkleHash.FromBytes(hash))]
            : null;

    private List<MerkleHash> Unbroken(long start) =>
        [.. Entries(start).TakeWhile((entry, place) => entry.Index == start + place).Select(entry => MerkleHash.OfLeaf(entry.Leaf))];

    private List<(long Index, byte[] Leaf)> Entries(long start) => sql.Query(
        "SELECT \"index\", leaf FROM former_entries WHERE origin = @p0 AND \"index\" >= @p1 AND \"index\" < @p2 ORDER BY \"index\"",
        row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), origin, start, start + TileId.Width);
}
