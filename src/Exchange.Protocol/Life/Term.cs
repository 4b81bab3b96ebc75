namespace Exchange.Protocol.Life;

/// <summary>How long an exchange has until its answer is due.</summary>
/// <param name="Within">From the acceptance.</param>
/// <param name="Asked">When the opener wants it, if earlier.</param>
public sealed record Term(TimeSpan Within, DateTimeOffset? Asked)
{
    /// <summary>
    /// When the answer is due, counted from the moment at which the recipient's ledger accepted the opening message: both sides
    /// compute the same.
    /// </summary>
    public DateTimeOffset DueAt(DateTimeOffset acceptedAt)
    {
        // The time is the recipient's, who may say anything.
        var usual = DateTimeOffset.MaxValue - acceptedAt > Within ? acceptedAt + Within : DateTimeOffset.MaxValue;
        return Asked < usual ? Asked.Value : ProtocolTime.Truncate(usual);
    }
}
