using Exchange.Ledger.Merkle;

namespace Exchange.Ledger.Witness;

/// <summary>A head whose signatures hold, on its way into the chain.</summary>
/// <param name="Head">Size, root, time.</param>
/// <param name="From">The size from which it is proved; 0 for the first.</param>
/// <param name="Proof">RFC 6962 consistency proof from there.</param>
public sealed record PresentedHead(HeldHead Head, long From, IReadOnlyList<MerkleHash> Proof);
