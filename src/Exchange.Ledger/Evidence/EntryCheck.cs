using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;

namespace Exchange.Ledger.Evidence;

/// <summary>Whether an entry stands in a log, under a checkpoint that the log has signed with both keys and the other party has cosigned.</summary>
internal static class EntryCheck
{
    public static (EntryFinding? Finding, string? Fault) Check(LoggedEntry entry, EvidenceCard party, EvidenceCard witness, VerifySignature verify)
    {
        var (proof, cosigned) = (entry.Proof, entry.Proof.Checkpoint);
        if (CheckpointNote.Verify(cosigned.Note, party.Log, verify) is not { } head)
            return Refuse($"The checkpoint of {party} is not signed by both keys of its log.");
        if (!InclusionProof.Verify(proof.Index, head.Checkpoint.Size, entry.Leaf.Hash, proof.Hashes, head.Checkpoint.Root))
            return Refuse($"The entry of {party} is not proved to stand in its log under that checkpoint.");
        if (cosigned.Cosignatures is not [var line] || Cosignature.Verify(head.Checkpoint, line, witness.Witness, verify) is not { } cosignedAt)
            return Refuse($"The checkpoint of {party} is not cosigned by {witness}, and by nobody else.");
        return (new(entry.Leaf, party.Log.Origin, proof.Index, head.Checkpoint.Size, head.SignedAt, witness.Party, cosignedAt), null);
    }

    private static (EntryFinding?, string?) Refuse(string fault) => (null, fault);
}
