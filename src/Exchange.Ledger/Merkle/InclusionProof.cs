using System.Numerics;

namespace Exchange.Ledger.Merkle;

/// <summary>
/// Proof that an entry is at an index of a log of a size (RFC 6962, section 2.1.1; verified as in RFC 9162, section 2.1.3.2).
/// </summary>
public static class InclusionProof
{
    /// <summary>The hashes of the proof, the leaf's sibling first.</summary>
    /// <param name="index">Index of the entry; below <paramref name="size"/>.</param>
    /// <param name="size">Size for which the proof is made; at most the current size.</param>
    /// <param name="tail">The log's right edge.</param>
    /// <param name="readTile">Reads its full tiles.</param>
    public static IReadOnlyList<MerkleHash> Prove(long index, long size, LogTail tail, ReadTile readTile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, tail.Size);
        var nodes = new TreeNodes(tail, readTile);
        var path = new List<MerkleHash>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var split = start + TreeNodes.Split(end - start);
            var isLeft = index < split;
            path.Add(isLeft ? nodes.Range(split, end) : nodes.Range(start, split));
            (start, end) = isLeft ? (start, split) : (split, end);
        }

        path.Reverse();
        return path;
    }

    /// <summary>
    /// True if the proof leads from the leaf at <paramref name="index"/> to <paramref name="root"/>; its length is checked first.
    /// </summary>
    public static bool Verify(long index, long size, MerkleHash leaf, IReadOnlyList<MerkleHash> proof, MerkleHash root)
    {
        if (index < 0 || index >= size || proof.Count != Length(index, size))
            return false;
        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (long.IsOddInteger(node) || node == last)
            {
                hash = MerkleHash.OfChildren(sibling, hash);
                // A last node without a sibling is unchanged in the levels above.
                while (long.IsEvenInteger(node) && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = MerkleHash.OfChildren(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return hash == root;
    }

    // Below the height where the paths of this leaf and of the last one meet, each level adds a sibling; above it, only right turns do.
    private static int Length(long index, long size)
    {
        var meet = 64 - BitOperations.LeadingZeroCount((ulong)(index ^ (size - 1)));
        return meet + BitOperations.PopCount((ulong)index >> meet);
    }
}
