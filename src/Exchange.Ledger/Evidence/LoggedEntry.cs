using Exchange.Ledger.Entries;

namespace Exchange.Ledger.Evidence;

/// <summary>An entry of a log, and what proves that it stands there.</summary>
public sealed record LoggedEntry(LedgerLeaf Leaf, TlogProof Proof)
{
    /// <summary>The log's entries at the checkpoint that the proof leads to.</summary>
    public long Size => Notes.CheckpointNote.ReadUnverified(Proof.Checkpoint.Note)?.Size ?? 0;
}
