namespace Exchange.Ledger.Comparison;

/// <summary>
/// Finds where a ledger diverges from checkpoints that another party holds. A ledger that is consistent with one checkpoint is
/// consistent with all smaller ones, so a binary search finds the first that it contradicts.
/// </summary>
public static class DivergenceSearch
{
    /// <summary>The range in which the histories diverge; null if the ledger is consistent with every checkpoint.</summary>
    /// <param name="sizes">Sizes of the held checkpoints, ascending, none larger than the ledger.</param>
    /// <param name="heldRoot">Root of the held checkpoint of a size.</param>
    /// <param name="ownRoot">Root that the ledger itself has at a size.</param>
    public static HistoryRange? Find(IReadOnlyList<long> sizes, Func<long, MerkleHash> heldRoot, Func<long, MerkleHash> ownRoot)
    {
        if (sizes.Count == 0 || Fits(sizes[^1]))
            return null;
        var (fitting, different) = (-1, sizes.Count - 1);
        while (different - fitting > 1)
        {
            var middle = fitting + ((different - fitting) / 2);
            if (Fits(sizes[middle]))
                fitting = middle;
            else
                different = middle;
        }

        return new(fitting < 0 ? 0 : sizes[fitting], sizes[different]);

        bool Fits(long size) => heldRoot(size) == ownRoot(size);
    }
}

/// <summary>The range of a ledger that contains the first entry in which its two histories differ.</summary>
/// <param name="Common">Size of the largest held checkpoint with which the ledger is consistent; 0 if there is none.</param>
/// <param name="Different">Size of the smallest held checkpoint that the ledger contradicts.</param>
public sealed record HistoryRange(long Common, long Different);
