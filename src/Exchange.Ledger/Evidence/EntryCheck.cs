namespace Exchange.Ledger.Evidence;

/// <summary>
/// Checks that an entry is in a ledger, under a checkpoint that both keys of the ledger have signed and the other party has cosigned.
/// </summary>
internal static class EntryCheck
{
    public static (EntryFinding? Finding, string? Fault) Check(
        LoggedEntry entry,
        EvidenceCard party,
        EvidenceCard witness,
        VerifySignature verify
    )
    {
        var (proof, cosigned) = (entry.Proof, entry.Proof.Checkpoint);
        if (CheckpointNote.Verify(cosigned.Note, party.Log, verify) is not { } head)
            return Refuse($"The checkpoint of {party} is not signed by both keys of its ledger.");
        if (!InclusionProof.Verify(proof.Index, head.Checkpoint.Size, entry.Leaf.Hash, proof.Hashes, head.Checkpoint.Root))
            return Refuse($"The entry of {party} is not proved to be in its ledger under that checkpoint.");
        if (
            cosigned.Cosignatures is not [var line]
            || Cosignature.Verify(head.Checkpoint, line, witness.Witness, verify) is not { } cosignedAt
        )
        {
            return Refuse($"The checkpoint of {party} does not have exactly one valid cosignature, by {witness}.");
        }

        return (new(entry.Leaf, party.Log.Origin, proof.Index, head.Checkpoint.Size, head.SignedAt, witness.Party, cosignedAt), null);
    }

    private static (EntryFinding?, string?) Refuse(string fault) => (null, fault);
}

/// <summary>
/// A verified ledger entry: the origin and size of its checkpoint, who signed and cosigned it, and when (UTC, whole seconds).
/// </summary>
public sealed record EntryFinding(
    LedgerLeaf Leaf,
    string Origin,
    long Index,
    long Size,
    DateTimeOffset SignedAt,
    PartyName Witness,
    DateTimeOffset CosignedAt
);
