using System.Collections.Immutable;

namespace Exchange.Gateway.Journal;

/// <summary>
/// Why our ledger is suspended and signs nothing. Compared by identity: the same reason found again is another suspension.
/// </summary>
/// <param name="reason">What happened and what to do, for the operator.</param>
internal sealed class LedgerSuspension(LedgerSuspensionKind kind, string reason)
{
    /// <summary>What to do about a ledger that no operator confirmation can resume.</summary>
    public const string WayOut = "Restore the exact entries, or agree on a new origin with the counterparts' officers.";

    public LedgerSuspensionKind Kind => kind;

    public string Reason => reason;

    /// <summary>The note of the checkpoint of ours that a counterpart has shown, if that is the reason.</summary>
    public string? Shown { get; private init; }

    /// <summary>True if an operator confirmation can end it.</summary>
    public bool MayBeTrusted => kind is LedgerSuspensionKind.MarkMissing or LedgerSuspensionKind.MarkDiffers;

    /// <summary>A counterpart holds a checkpoint that this ledger does not lead to.</summary>
    public static LedgerSuspension OfShown(string note, string by) =>
        new(LedgerSuspensionKind.ShownOtherwise, $"{by} holds a newer or other checkpoint of this ledger (size {SizeOf(note)}). {WayOut}")
        {
            Shown = note,
        };

    /// <summary>True if the reason is a checkpoint at least as large.</summary>
    public bool Covers(long size) => Shown is { } note && SizeOf(note) >= size;

    public override string ToString() => reason;

    private static long SizeOf(string note) => CheckpointNote.ReadUnverified(note)?.Size ?? 0;
}

/// <summary>Each kind of suspension ends in its own way.</summary>
internal enum LedgerSuspensionKind
{
    /// <summary>It has not been read yet.</summary>
    NotLoaded,

    /// <summary>It has entries but no mark. Ends when every counterpart agrees, or by operator confirmation.</summary>
    MarkMissing,

    /// <summary>
    /// It has fewer or other entries than the mark says were signed. Ends by operator confirmation; the counterparts' agreement is not
    /// enough, because what was signed may still be on its way to them.
    /// </summary>
    MarkDiffers,

    /// <summary>
    /// The database holds a former ledger whose successor was begun. Ends when the successor is restored, or with a new origin.
    /// </summary>
    Restored,

    /// <summary>
    /// A counterpart holds a checkpoint that it does not lead to. Ends when the exact entries are restored, or with a new origin.
    /// </summary>
    ShownOtherwise,

    /// <summary>Its parts do not match. Ends when the exact entries are restored, or with a new origin.</summary>
    Damaged,
}

/// <summary>All present reasons for a suspension. Each ends in its own way, so none may hide another.</summary>
/// <param name="Damage">The ledger's parts do not match. Ends when it has been read completely and is whole.</param>
/// <param name="Shown">By counterpart that holds another checkpoint. Each ends when the ledger leads to that one.</param>
/// <param name="Mark">What the mark beside the keys says, judged again at each start.</param>
internal sealed record LedgerSuspensions(
    LedgerSuspension? Damage,
    ImmutableSortedDictionary<string, LedgerSuspension> Shown,
    LedgerSuspension? Mark = null
)
{
    public static LedgerSuspensions None { get; } =
        new(null, ImmutableSortedDictionary<string, LedgerSuspension>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>The most serious reason, or null.</summary>
    public LedgerSuspension? First => Damage ?? Shown.Values.FirstOrDefault() ?? Mark;
}

/// <summary>Our ledger cannot be shown to be the one that was signed before, so it signs nothing.</summary>
internal sealed class LedgerSuspendedException(string reason) : Exception(reason);

/// <summary>
/// A part of our ledger that is needed is not in the database: the database was changed, and no proof can be made from it.
/// </summary>
internal sealed class LogDamagedException(string message) : Exception(message);
