using Exchange.Ledger.Merkle;

namespace Exchange.Ledger.Witness;

/// <summary>A verified head of a counterpart's log.</summary>
public sealed record HeldHead(long Size, MerkleHash Root, DateTimeOffset SignedAt);
