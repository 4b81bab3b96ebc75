namespace Exchange.Ledger.Witness;

/// <summary>The rules of the chain of verified checkpoints (border protocol, section 8). The signatures were verified before.</summary>
public static class CheckpointJudgement
{
    /// <param name="newest">The newest checkpoint held; null if there is none.</param>
    /// <param name="rootAt">The root of a held checkpoint by its size; null if none of that size is held.</param>
    /// <param name="presented">The checkpoint to judge.</param>
    public static CheckpointVerdict Judge(HeldCheckpoint? newest, Func<long, MerkleHash?> rootAt, PresentedCheckpoint presented)
    {
        var head = presented.Head;
        if (rootAt(head.Size) is { } held)
            return held == head.Root ? new CheckpointVerdict.AlreadyHeld() : new CheckpointVerdict.Fork();
        if (newest is null)
            return First(presented);
        if (head.Size <= newest.Size)
            return new CheckpointVerdict.Dropped();
        if (head.SignedAt < newest.SignedAt)
            return new CheckpointVerdict.Unproven();
        return Larger(newest, rootAt(presented.From), presented);
    }

    // A proof from any held checkpoint is verified: if it fails, that is evidence, and not a missing checkpoint.
    // A valid proof from an older checkpoint does not cover the newest one, so the checkpoint waits for a proof from there.
    private static CheckpointVerdict Larger(HeldCheckpoint newest, MerkleHash? heldAtFrom, PresentedCheckpoint presented)
    {
        var head = presented.Head;
        if (heldAtFrom is { } root && !ConsistencyProof.Verify(presented.From, root, head.Size, head.Root, presented.Proof))
            return new CheckpointVerdict.Unproven();
        return presented.From == newest.Size ? new CheckpointVerdict.Newest() : new CheckpointVerdict.Waits(presented.From);
    }

    // While none is held, a proof from an earlier checkpoint means that the earlier one is missing.
    private static CheckpointVerdict First(PresentedCheckpoint presented)
    {
        if (presented.From != 0)
            return new CheckpointVerdict.Waits(presented.From);
        return presented.Proof.Count == 0 && presented.Head.Size > 0 ? new CheckpointVerdict.Newest() : new CheckpointVerdict.Unproven();
    }
}

/// <summary>A witness's verdict on a checkpoint (border protocol, section 8).</summary>
public abstract record CheckpointVerdict
{
    private CheckpointVerdict() { }

    /// <summary>The chain has it already.</summary>
    public sealed record AlreadyHeld : CheckpointVerdict;

    /// <summary>It continues the chain and is now the newest.</summary>
    public sealed record Newest : CheckpointVerdict;

    /// <summary>It is proved from a size that is not the newest held: the checkpoints between are missing.</summary>
    /// <param name="Wanted">That size.</param>
    public sealed record Waits(long Wanted) : CheckpointVerdict;

    /// <summary>It is smaller than the newest and not in the chain, so it proves nothing.</summary>
    public sealed record Dropped : CheckpointVerdict;

    /// <summary>It has another root than the held checkpoint of its size: two signed histories.</summary>
    public sealed record Fork : CheckpointVerdict;

    /// <summary>Its proof from a held checkpoint fails, or its time is before that of a smaller checkpoint.</summary>
    public sealed record Unproven : CheckpointVerdict;
}

/// <summary>A verified checkpoint of a counterpart's ledger.</summary>
public sealed record HeldCheckpoint(long Size, MerkleHash Root, DateTimeOffset SignedAt);

/// <summary>A checkpoint with verified signatures, to be judged.</summary>
/// <param name="Head">Size, root, time.</param>
/// <param name="From">The size from which it is proved; 0 for the first checkpoint.</param>
/// <param name="Proof">RFC 6962 consistency proof from there.</param>
public sealed record PresentedCheckpoint(HeldCheckpoint Head, long From, IReadOnlyList<MerkleHash> Proof);
