using System.Diagnostics.CodeAnalysis;

namespace Exchange.Protocol.Reading;

/// <summary>The result of strict reading: the value with its warnings, or all faults in the order of reading.</summary>
public sealed class ReadResult<T>
    where T : class
{
    private ReadResult(T? value, IReadOnlyList<Fault> found)
    {
        Faults = found.Count == 0 ? [] : [.. found.Where(fault => !fault.IsWarning)];
        Warnings = found.Count == Faults.Count ? [] : [.. found.Where(fault => fault.IsWarning)];
        Value = Faults.Count == 0 ? value : null;
    }

    public T? Value { get; }
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>Values that are often mistakes but may be intended: shown to the writer, and sent nevertheless.</summary>
    public IReadOnlyList<Fault> Warnings { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Value is not null;

    /// <exception cref="FormatException">There are faults; the text names the first.</exception>
    public T OrThrow() => Value ?? throw new FormatException($"{Faults[0].Pointer}: {Faults[0].Text}");

    public static ReadResult<T> Valid(T value) => new(value, []);

    internal static ReadResult<T> Of(T? value, IReadOnlyList<Fault> found) => new(value, found);
}

/// <summary>An error in a document, or a warning to its writer.</summary>
/// <param name="Code">
/// The receipt code of this fault (400 to 404, 450 to 452, 501); <c>Accepted</c> for a warning, which refuses nothing.
/// </param>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member at fault; empty for the whole document.</param>
/// <param name="Text">A sentence for the person who can correct it; it never repeats the value.</param>
public sealed record Fault(ReceiptCode Code, string Pointer, string Text)
{
    public bool IsWarning => Code == ReceiptCode.Accepted;
}

/// <summary>State of reading one document. A member has at most one fault and one warning: the first.</summary>
internal sealed class Findings
{
    private readonly List<Fault> _faults = [];
    private HashSet<(string, bool)>? _members;

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>When the message was issued, once known: past and future are judged by it, never by a reader's clock.</summary>
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>True while its writer can still change it, and is told what only this program's data says.</summary>
    public bool IsOfWriter { get; set; }

    /// <summary>All UN/LOCODEs, for its writer; null if the list is not at hand.</summary>
    public IReadOnlySet<string>? Locodes { get; set; }

    /// <summary>True for a date after the message was issued, in every time zone.</summary>
    public bool IsAhead(DateOnly? date) => IssuedAt is { } at && date?.DayNumber > DateOnly.FromDateTime(at.UtcDateTime).DayNumber + 1;

    /// <summary>True if a member is at fault, so that its value must not be used.</summary>
    public bool AreAt(string pointer) => _members?.Contains((pointer, false)) is true;

    public void Add(Fault fault)
    {
        // Most documents have none.
        if (!AreAt(fault.Pointer) && (_members ??= []).Add((fault.Pointer, fault.IsWarning)))
            _faults.Add(fault);
    }
}
