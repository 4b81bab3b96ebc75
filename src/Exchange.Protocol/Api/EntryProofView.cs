namespace Exchange.Protocol.Api;

/// <summary>An entry of a log, proved.</summary>
/// <param name="Index">Where it stands.</param>
/// <param name="Leaf">Its exact text.</param>
/// <param name="Proof">RFC 6962 inclusion proof: hashes in base64, the leaf's sibling first.</param>
/// <param name="Checkpoint">The signed note under which it is proved.</param>
/// <param name="Cosignatures">Cosignature lines of that checkpoint.</param>
public sealed record EntryProofView(long Index, string Leaf, IReadOnlyList<string> Proof, string Checkpoint, IReadOnlyList<string> Cosignatures);
