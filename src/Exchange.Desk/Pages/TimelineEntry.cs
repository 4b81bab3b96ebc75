using System.Text.Json.Nodes;
using Exchange.Protocol.Life;

namespace Exchange.Desk.Pages;

/// <summary>
/// An entry of the timeline. Every access is an entry of the ledger; those of the same by the same person, with nothing between them but
/// other accesses, are shown as one.
/// </summary>
/// <param name="Newest">The entry; of several the newest.</param>
/// <param name="Count">How many times it was: an entry may count several.</param>
/// <param name="First">When the first of them was recorded.</param>
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
            .GroupBy(entry => (entry.Event, entry.Actor, entry.MessageId, What: DetailForms.Text(entry.Detail?["what"])))
            .Select(same => new TimelineEntry(same.First(), same.Sum(TimesOf), same.Last().At));

    private static int TimesOf(HistoryView access) =>
        access.Detail?["count"] is JsonValue count && count.TryGetValue<int>(out var times) ? times : 1;
}
