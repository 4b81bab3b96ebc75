using Exchange.Ledger.Witness;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Witnessing;

/// <summary>A head of a counterpart's log whose two signatures hold; whether it belongs to the one history is still to be judged.</summary>
/// <param name="Verified">What it says, with its exact text.</param>
/// <param name="Consistency">Its proof as it came.</param>
/// <param name="Head">The same, to be judged.</param>
internal sealed record PresentedNote(VerifiedCheckpoint Verified, ConsistencyMember Consistency, PresentedCheckpoint Head)
{
    public Checkpoint Checkpoint => Verified.Checkpoint;

    public string Note => Verified.Note;

    /// <summary>Characters of it.</summary>
    public long Weight => Note.Length + Consistency.Proof.Sum(line => (long)line.Length);

    /// <summary>Reads a note; nothing if it is not a checkpoint of this counterpart's log, signed by both of its keys.</summary>
    public static PresentedNote? Read(string note, ConsistencyMember consistency, Counterpart counterpart)
    {
        if (CheckpointNote.Verify(note, counterpart.LogKeys, NoteSignatures.Verify) is not { } verified || !ProofText.TryRead(consistency.Proof, out var proof))
            return null;
        var head = new HeldCheckpoint(verified.Checkpoint.Size, verified.Checkpoint.Root, verified.SignedAt);
        return new(verified, consistency, new(head, consistency.From, proof));
    }
}
