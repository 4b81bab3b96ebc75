namespace Exchange.Desk.Pages;

/// <summary>
/// An entry of the timeline. Every reading is an entry of the ledger; those of the same by the same person, with nothing between them but
/// other readings, are shown as one.
/// </summary>
/// <param name="Newest">The entry; of several the newest.</param>
/// <param name="Count">How many they are.</param>
/// <param name="First">When the first of them was.</param>
internal sealed record TimelineEntry(HistoryView Newest, int Count, DateTimeOffset First)
{
    /// <param name="entries">The newest first.</param>
    public static IEnumerable<TimelineEntry> Of(IEnumerable<HistoryView> entries)
    {
        List<HistoryView> readings = [];
        foreach (var entry in entries)
        {
            if (entry.Group == HistoryGroup.Access)
            {
                readings.Add(entry);
                continue;
            }

            foreach (var one in Together(readings))
                yield return one;
            readings.Clear();
            yield return new(entry, 1, entry.At);
        }

        foreach (var one in Together(readings))
            yield return one;
    }

    private static IEnumerable<TimelineEntry> Together(List<HistoryView> readings) =>
        readings
            .GroupBy(entry => (entry.Event, entry.Actor, entry.MessageId))
            .Select(same => new TimelineEntry(same.First(), same.Count(), same.Last().At));
}
