using System.Numerics;

namespace Exchange.Ledger.Merkle;

/// <summary>Hashes of a log's nodes, from its right edge and its full tiles.</summary>
internal sealed class TreeNodes(LogTail tail, ReadTile readTile)
{
    /// <summary>RFC 6962, MTH(D[start:end]), for a range whose start is a multiple of the largest power of two in it.</summary>
    public MerkleHash Range(long start, long end)
    {
        var count = end - start;
        if (BitOperations.IsPow2(count))
            return Node(BitOperations.Log2((ulong)count), start);
        var split = start + Split(count);
        return MerkleHash.OfChildren(Range(start, split), Range(split, end));
    }

    /// <summary>The largest power of two below <paramref name="count"/>, which is at least 2.</summary>
    public static long Split(long count) => 1L << BitOperations.Log2((ulong)count - 1);

    private MerkleHash Node(int height, long start)
    {
        var (level, within) = Math.DivRem(height, TileId.Height);
        var first = start >> (TileId.Height * level);
        // The root of a full tile is also a node of the level above, which may be in the right edge.
        var tile = first / TileId.Width;
        var isFull = tile < tail.Size >> (TileId.Height * (level + 1));
        var hashes = isFull ? readTile(new(level, tile)) : tail.Level(level);
        return hashes.Node(within, (int)(first % TileId.Width) >> within);
    }
}

/// <summary>Roots at earlier sizes.</summary>
public static class TreeRoot
{
    /// <summary>The root of the first <paramref name="size"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The log has fewer.</exception>
    public static MerkleHash At(long size, LogTail tail, ReadTile readTile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, tail.Size);
        return size == 0 ? MerkleHash.OfEmpty : new TreeNodes(tail, readTile).Range(0, size);
    }
}
