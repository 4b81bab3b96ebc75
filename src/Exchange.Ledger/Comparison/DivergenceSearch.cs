using Exchange.Ledger.Merkle;

namespace Exchange.Ledger.Comparison;

/// <summary>
/// Finds where a log departs from heads of it that somebody holds: what leads to one head leads to every smaller one, so the
/// first that does not fit is found in as many looks as the number of heads has bits.
/// </summary>
public static class DivergenceSearch
{
    /// <summary>The range in which the histories part; nothing if the log leads to every head.</summary>
    /// <param name="sizes">Of the heads that are held, ascending, none larger than the log.</param>
    /// <param name="heldRoot">Root of the head of a size, as its holder was shown it.</param>
    /// <param name="ownRoot">Root that the log itself has at a size.</param>
    public static HistoryRange? Find(IReadOnlyList<long> sizes, Func<long, MerkleHash> heldRoot, Func<long, MerkleHash> ownRoot)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(heldRoot);
        ArgumentNullException.ThrowIfNull(ownRoot);
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
