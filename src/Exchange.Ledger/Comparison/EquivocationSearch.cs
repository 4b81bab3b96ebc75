using Exchange.Ledger.Replay;

namespace Exchange.Ledger.Comparison;

/// <summary>
/// Finds a sender that used one id, or one sequence of an exchange, for two messages, in its own ledger or in the recipient's.
/// </summary>
public static class EquivocationSearch
{
    /// <summary>Two messages with one id, among all entries that have one of these ids.</summary>
    public static IEnumerable<Finding> OfIds(ComparedLog log, ComparedLog other, IEnumerable<MessageEntry> entries) =>
        Search(log, other, entries, "id", entry => entry.MessageId is { } id ? (id, 0) : null);

    /// <summary>Two messages with one sequence of an exchange.</summary>
    /// <inheritdoc cref="OfIds"/>
    public static IEnumerable<Finding> OfSequences(ComparedLog log, ComparedLog other, IEnumerable<MessageEntry> entries) =>
        Search(log, other, entries, "sequence", entry =>
            entry is { ExchangeId: { } exchange, Sequence: { } sequence } ? (exchange, sequence) : null
        );

    private static IEnumerable<Finding> Search(
        ComparedLog log,
        ComparedLog other,
        IEnumerable<MessageEntry> entries,
        string what,
        Func<MessageEntry, (Guid, int)?> placeOf
    )
    {
        // A receipt's entry is not another message.
        return entries
            .Where(entry => !entry.IsSettlement && entry.Signed is not null && placeOf(entry) is not null)
            .GroupBy(entry => (entry.IsOurs, placeOf(entry)))
            .Select(place =>
                place
                    .OrderBy(entry => entry.Index)
                    .DistinctBy(entry => what == "id" ? entry.Signed.ToString() : entry.MessageId.ToString())
                    .Take(2)
                    .ToList()
            )
            .Where(place => place.Count == 2)
            .OrderBy(place => place[1].Index)
            .Select(place => new Finding(
                FindingKind.Equivocation,
                place[1].MessageId,
                FormattableString.Invariant(
                    $"{(place[0].IsOurs ? log.Party : other.Party)} used one {what} for two messages: entries {place[0].Index} and {place[1].Index} of {log.Party}."
                )
            ));
    }
}
