using Exchange.Ledger.Notes;

namespace Exchange.Gateway.Journal;

/// <summary>Why our log signs nothing. Told apart by identity: another doubt for the same reason is another doubt.</summary>
/// <param name="kind">What ends it.</param>
/// <param name="reason">What happened and what to do, for the operator.</param>
internal sealed class LogDoubt(LogDoubtKind kind, string reason)
{
    /// <summary>What to do about a log that nobody's word mends.</summary>
    public const string WayOut = "Restore the exact entries, or take a new origin with the officers.";

    public LogDoubtKind Kind => kind;

    public string Reason => reason;

    /// <summary>The head of ours that a counterpart has shown, as the note; only where that is why.</summary>
    public string? Shown { get; private init; }

    /// <summary>True if the operator's word can end it.</summary>
    public bool MayBeTrusted => kind is LogDoubtKind.MarkMissing or LogDoubtKind.MarkDiffers;

    /// <summary>A counterpart holds a head of this log that it does not lead to.</summary>
    public static LogDoubt OfShown(string note, string by) =>
        new(LogDoubtKind.ShownOtherwise, $"{by} holds a newer or other head of this log (size {SizeOf(note)}). {WayOut}") { Shown = note };

    /// <summary>True if this doubt is of a head at least as large.</summary>
    public bool Covers(long size) => Shown is { } note && SizeOf(note) >= size;

    public override string ToString() => reason;

    private static long SizeOf(string note) => CheckpointNote.ReadUnverified(note)?.Size ?? 0;
}
