namespace Exchange.Ledger.Witness;

/// <summary>What a witness makes of a head (border protocol, section 8).</summary>
public abstract record HeadVerdict
{
    private HeadVerdict()
    {
    }

    /// <summary>It is in the chain.</summary>
    public sealed record AlreadyHeld : HeadVerdict;

    /// <summary>It continues the chain, and is its newest now.</summary>
    public sealed record Newest : HeadVerdict;

    /// <summary>It is proved from a size that is not the newest held: the heads between are missing.</summary>
    /// <param name="Wanted">That size.</param>
    public sealed record Waits(long Wanted) : HeadVerdict;

    /// <summary>Smaller than the newest and not in the chain: says nothing.</summary>
    public sealed record Dropped : HeadVerdict;

    /// <summary>Another root for a size that is held: two histories, signed.</summary>
    public sealed record Fork : HeadVerdict;

    /// <summary>Its proof fails from a head that is held, or its time is before that of a smaller head.</summary>
    public sealed record Unproven : HeadVerdict;
}
