namespace Exchange.Ledger.Merkle;

/// <summary>Roots that a log had at earlier sizes.</summary>
public static class TreeRoot
{
    /// <summary>The root over the first <paramref name="size"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The log has fewer.</exception>
    public static MerkleHash At(long size, LogTail tail, ReadTile readTile)
    {
        ArgumentNullException.ThrowIfNull(tail);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, tail.Size);
        return size == 0 ? MerkleHash.OfNothing : new TreeNodes(tail, readTile).Range(0, size);
    }
}
