using Exchange.Ledger.Merkle;

namespace Exchange.Ledger.Witness;

/// <summary>The rules of the chain of verified heads (border protocol, section 8). Pure; the signatures were verified before.</summary>
public static class HeadJudgement
{
    /// <param name="newest">The newest head held, or null.</param>
    /// <param name="rootAt">The root held for a size, or null: of the newest head and of every older one.</param>
    /// <param name="presented">The head to judge.</param>
    public static HeadVerdict Judge(HeldHead? newest, Func<long, MerkleHash?> rootAt, PresentedHead presented)
    {
        ArgumentNullException.ThrowIfNull(rootAt);
        ArgumentNullException.ThrowIfNull(presented);
        var head = presented.Head;
        if (rootAt(head.Size) is { } held)
            return held == head.Root ? new HeadVerdict.AlreadyHeld() : new HeadVerdict.Fork();
        if (newest is null)
            return First(presented);
        if (head.Size <= newest.Size)
            return new HeadVerdict.Dropped();
        if (head.SignedAt < newest.SignedAt)
            return new HeadVerdict.Unproven();
        return Larger(newest, rootAt(presented.From), presented);
    }

    // A proof is judged from whatever head is held: one that fails is evidence, and must not pass as a head that is missing.
    // One that holds from an older head says nothing of the newest, so the head waits to be proved from there.
    private static HeadVerdict Larger(HeldHead newest, MerkleHash? heldAtFrom, PresentedHead presented)
    {
        var head = presented.Head;
        if (heldAtFrom is { } root && !ConsistencyProof.Verify(presented.From, root, head.Size, head.Root, presented.Proof))
            return new HeadVerdict.Unproven();
        return presented.From == newest.Size ? new HeadVerdict.Newest() : new HeadVerdict.Waits(presented.From);
    }

    // While none is held, a head that is proved from another one is missing that one.
    private static HeadVerdict First(PresentedHead presented)
    {
        if (presented.From != 0)
            return new HeadVerdict.Waits(presented.From);
        return presented.Proof.Count == 0 && presented.Head.Size > 0 ? new HeadVerdict.Newest() : new HeadVerdict.Unproven();
    }
}
