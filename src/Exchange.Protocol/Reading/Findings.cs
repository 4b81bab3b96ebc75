namespace Exchange.Protocol.Reading;

/// <summary>What is known and found while one document is read. A member is refused once, and warned of once, for the first reason.</summary>
internal sealed class Findings
{
    private readonly List<Fault> _faults = [];
    private HashSet<(string, bool)>? _members;

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>When the message was issued, once that is known: what is past or future is told by it, never by a reader's clock.</summary>
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>True for a date after the message was issued, wherever on earth its writer is.</summary>
    public bool IsAhead(DateOnly? date) => IssuedAt is { } at && date?.DayNumber > DateOnly.FromDateTime(at.UtcDateTime).DayNumber + 1;

    /// <summary>True if a member is at fault, so that nothing follows from its value.</summary>
    public bool AreAt(string pointer) => _members?.Contains((pointer, false)) is true;

    public void Add(Fault fault)
    {
        // Most documents have none.
        if (!AreAt(fault.Pointer) && (_members ??= []).Add((fault.Pointer, fault.IsWarning)))
            _faults.Add(fault);
    }
}
