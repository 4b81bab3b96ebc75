using System.Collections.Immutable;

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

/// <summary>What ends a doubt about our log.</summary>
internal enum LogDoubtKind
{
    /// <summary>It has not been read yet.</summary>
    NotLoaded,

    /// <summary>It has entries and no mark: every counterpart's agreement, or the operator's word.</summary>
    MarkMissing,

    /// <summary>
    /// Less or other than the mark says was signed: the operator's word. The counterparts' agreement is not enough, for what
    /// was signed may still be on its way to them.
    /// </summary>
    MarkDiffers,

    /// <summary>The log in the database is a former one, whose successor was begun already: restoring that, or a new origin.</summary>
    Restored,

    /// <summary>A counterpart holds a head that it does not lead to: restoring the exact entries, or a new origin.</summary>
    ShownOtherwise,

    /// <summary>Its parts do not belong together: restoring the exact entries, or a new origin.</summary>
    Damaged,
}

/// <summary>All that puts our log in doubt at one time. Each part ends in a way of its own, so none may hide another.</summary>
/// <param name="Damage">The log's parts do not belong together: ends when it has been read through and is whole.</param>
/// <param name="Shown">By counterpart: it holds another head. Each ends when the log leads to that.</param>
/// <param name="Mark">What the mark beside the keys says, found again at each start.</param>
internal sealed record LogDoubts(LogDoubt? Damage, ImmutableSortedDictionary<string, LogDoubt> Shown, LogDoubt? Mark = null)
{
    public static LogDoubts None { get; } = new(null, ImmutableSortedDictionary<string, LogDoubt>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>The gravest, or nothing.</summary>
    public LogDoubt? First => Damage ?? Shown.Values.FirstOrDefault() ?? Mark;
}

/// <summary>Our log cannot be shown to be the one that was signed before, so it signs nothing.</summary>
internal sealed class LogInDoubtException(string reason) : Exception(reason);

/// <summary>A part of our log that is needed is not in the database: it was changed, and nothing can be proved by it.</summary>
internal sealed class LogDamagedException(string message) : Exception(message);
