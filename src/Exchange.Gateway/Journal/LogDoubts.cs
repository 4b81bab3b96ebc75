using System.Collections.Immutable;

namespace Exchange.Gateway.Journal;

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
