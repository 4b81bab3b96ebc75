using System.Numerics;

namespace Exchange.Ledger.Merkle;

/// <summary>
/// Proof that a log of one size is a prefix of the same log at a larger size (RFC 6962, section 2.1.2; verified as in RFC 9162, section
/// 2.1.4.2).
/// </summary>
public static class ConsistencyProof
{
    /// <summary>The hashes of the proof; none for equal sizes.</summary>
    /// <param name="from">The earlier size, at least 1.</param>
    /// <param name="to">The later size; at most the current size.</param>
    /// <param name="tail">The log's right edge.</param>
    /// <param name="readTile">Reads its full tiles.</param>
    public static IReadOnlyList<MerkleHash> Prove(long from, long to, LogTail tail, ReadTile readTile)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, tail.Size);
        var nodes = new TreeNodes(tail, readTile);
        var proof = new List<MerkleHash>();
        var (start, end, isWhole) = (0L, to, true);
        while (from != end)
        {
            var split = start + TreeNodes.Split(end - start);
            var isLeft = from <= split;
            proof.Add(isLeft ? nodes.Range(split, end) : nodes.Range(start, split));
            isWhole &= isLeft;
            (start, end) = isLeft ? (start, split) : (split, end);
        }

        if (!isWhole)
            proof.Add(nodes.Range(start, end));
        proof.Reverse();
        return proof;
    }

    /// <summary>True if the proof leads from the earlier root to the later one; its length is checked first.</summary>
    public static bool Verify(long from, MerkleHash fromRoot, long to, MerkleHash toRoot, IReadOnlyList<MerkleHash> proof)
    {
        if (from < 1 || from > to || proof.Count != Length(from, to))
            return false;
        if (from == to)
            return fromRoot == toRoot;
        // If the earlier tree is one complete subtree of the later one, both paths begin at its root.
        var rest = BitOperations.IsPow2(from) ? proof : proof.Skip(1);
        var first = BitOperations.IsPow2(from) ? fromRoot : proof[0];
        var (older, newer) = (first, first);
        var shift = BitOperations.TrailingZeroCount((ulong)from);
        var (node, last) = ((from - 1) >> shift, (to - 1) >> shift);
        foreach (var sibling in rest)
        {
            if (long.IsOddInteger(node) || node == last)
            {
                older = MerkleHash.OfChildren(sibling, older);
                newer = MerkleHash.OfChildren(sibling, newer);
                while (long.IsEvenInteger(node) && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                newer = MerkleHash.OfChildren(newer, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return older == fromRoot && newer == toRoot;
    }

    private static int Length(long from, long to)
    {
        if (from == to)
            return 0;
        var shift = BitOperations.TrailingZeroCount((ulong)from);
        var (node, last) = ((from - 1) >> shift, (to - 1) >> shift);
        var meet = 64 - BitOperations.LeadingZeroCount((ulong)(node ^ last));
        return meet + BitOperations.PopCount((ulong)node >> meet) + (BitOperations.IsPow2(from) ? 0 : 1);
    }
}
