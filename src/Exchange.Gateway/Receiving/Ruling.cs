namespace Exchange.Gateway.Receiving;

/// <summary>What is to become of a case message that was opened.</summary>
internal abstract record Ruling
{
    private Ruling()
    {
    }

    public sealed record Accepted : Ruling;

    public sealed record Refused(ReceiptCode Code) : Ruling
    {
        /// <summary>Entry of the message that had the id or the sequence first, where that is why.</summary>
        public long? First { get; init; }
    }

    /// <param name="Reason">What for.</param>
    /// <param name="LookAt">From when on it is worth judging again in any case; from now on by default.</param>
    /// <param name="Awaits">What makes it worth judging before.</param>
    public sealed record Waits(WaitReason Reason, DateTimeOffset? LookAt = null, string? Awaits = null) : Ruling;
}
