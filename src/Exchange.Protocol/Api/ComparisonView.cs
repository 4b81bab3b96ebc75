namespace Exchange.Protocol.Api;

/// <summary>Our ledger compared with a counterpart's export.</summary>
/// <param name="Counterpart">Whose export it is: both ledger keys of its card have signed the checkpoint.</param>
/// <param name="OurEntries">Entries of our ledger that were compared.</param>
/// <param name="TheirEntries">Entries of the export.</param>
/// <param name="SignedAt">When the export's checkpoint was signed.</param>
/// <param name="Pairs">Messages that were found in both.</param>
/// <param name="OnTheirWay">Messages whose receipt is still in transit: no fault.</param>
/// <param name="Findings">The differences, at most <see cref="Most"/>; none if all agrees.</param>
public sealed record ComparisonView(
    string Counterpart,
    long OurEntries,
    long TheirEntries,
    DateTimeOffset SignedAt,
    long Pairs,
    long OnTheirWay,
    IReadOnlyList<FindingView> Findings
)
{
    public const int Most = 200;

    /// <summary>Largest zip of an export that is compared, in bytes.</summary>
    public const int LargestZip = 32 * 1024 * 1024;

    /// <summary>
    /// Entries of the newest checkpoint of that ledger that we hold, if the export ends before: what came later is not judged, and no
    /// fault.
    /// </summary>
    public long? HeldEntries { get; init; }

    /// <summary>True if there are more findings than these: <c>exchange ledger compare</c> lists all.</summary>
    public bool HasMore { get; init; }
}

/// <summary>One difference between two ledgers.</summary>
/// <param name="Kind">Its type, such as <c>gap</c>.</param>
/// <param name="Text">A sentence that names parties and entries.</param>
public sealed record FindingView(string Kind, string Text)
{
    public Guid? MessageId { get; init; }
}
