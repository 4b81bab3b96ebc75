using Exchange.Ledger.Merkle;

namespace Exchange.Ledger.Witness;

/// <summary>The rules of the chain of verified heads (border protocol, section 8). Pure; the signatures were verified before.</summary>
public static class HeadJudgement
{
    /// <param name="newest">The newest head held, or null.</param>
    /// <param name="heldRoot">The root held for the presented size, or null.</param>
    /// <param name="presented">The head to judge.</param>
    public static HeadVerdict Judge(HeldHead? newest, MerkleHash? heldRoot, PresentedHead presented)
    {
        ArgumentNullException.ThrowIfNull(presented);
        var head = presented.Head;
        if (heldRoot is { } held)
            return held == head.Root ? new HeadVerdict.AlreadyHeld() : new HeadVerdict.Fork();
        if (newest is null)
            return First(presented);
        if (head.Size <= newest.Size)
            return new HeadVerdict.Dropped();
        if (head.SignedAt < newest.SignedAt)
            return new HeadVerdict.Unproven();
        if (presented.From != newest.Size)
            return new HeadVerdict.Waits(presented.From);
        return ConsistencyProof.Verify(newest.Size, newest.Root, head.Size, head.Root, presented.Proof)
            ? new HeadVerdict.Newest()
            : new HeadVerdict.Unproven();
    }

    // While none is held, a head that is proved from another one is missing that one.
    private static HeadVerdict First(PresentedHead presented)
    {
        if (presented.From != 0)
            return new HeadVerdict.Waits(presented.From);
        return presented.Proof.Count == 0 && presented.Head.Size > 0 ? new HeadVerdict.Newest() : new HeadVerdict.Unproven();
    }
}
