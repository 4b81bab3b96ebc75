using Exchange.Ledger.Merkle;

namespace Exchange.Ledger.Verification;

/// <summary>What a verification of a whole log came to.</summary>
/// <param name="Size">Entries that were read.</param>
/// <param name="Root">Root over them, recomputed.</param>
/// <param name="Faults">What is wrong, the first first; none if the log holds.</param>
public sealed record LogVerdict(long Size, MerkleHash Root, IReadOnlyList<string> Faults)
{
    public bool Holds => Faults.Count == 0;
}
