using Exchange.Ledger.Witness;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// A checkpoint of a counterpart's ledger with two valid signatures; whether it continues the one history is still to be judged.
/// </summary>
/// <param name="Verified">Its content, with its exact text.</param>
/// <param name="Consistency">Its proof as received.</param>
/// <param name="ToJudge">The same, for the judgement.</param>
internal sealed record PresentedNote(VerifiedCheckpoint Verified, ConsistencyMember Consistency, PresentedCheckpoint ToJudge)
{
    public Checkpoint Checkpoint => Verified.Checkpoint;

    public string Note => Verified.Note;

    /// <summary>Characters of it.</summary>
    public long Weight => Note.Length + Consistency.Proof.Sum(line => (long)line.Length);

    /// <summary>Reads a note; null if it is not a checkpoint of this counterpart's ledger, signed by both of its keys.</summary>
    public static PresentedNote? Read(string note, ConsistencyMember consistency, Counterpart counterpart)
    {
        if (
            CheckpointNote.Verify(note, counterpart.LogKeys, NoteSignatures.Verify) is not { } verified
            || !ProofText.TryRead(consistency.Proof, out var proof)
        )
        {
            return null;
        }

        var checkpoint = new HeldCheckpoint(verified.Checkpoint.Size, verified.Checkpoint.Root, verified.SignedAt);
        return new(verified, consistency, new(checkpoint, consistency.From, proof));
    }
}
