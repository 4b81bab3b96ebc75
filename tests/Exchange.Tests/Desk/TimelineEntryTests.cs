using Exchange.Desk.Pages;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;

namespace Exchange.Tests.Desk;

/// <summary>Readings that repeat each other are shown as one, and all else as it is.</summary>
internal sealed class TimelineEntryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Readings_of_the_same_by_the_same_person_are_one_with_their_number_and_the_time_of_the_first()
    {
        var (first, second) = (new Guid("01a20922-b801-7000-8000-000000000001"), new Guid("01a20922-b801-7000-8000-000000000002"));
        var shown = TimelineEntry
            .Of([
                Reading(9, "user:1", first),
                Reading(8, "user:1", second),
                Reading(7, "user:2", first),
                Reading(6, "user:1", first),
                new(5, Noon, HistoryGroup.Decision, LedgerEvents.MessageReturned, "user:1"),
                Reading(4, "user:1", first),
            ])
            .ToList();

        shown
            .Select(entry => (entry.Newest.Index, entry.Count, entry.First))
            .ShouldBe([(9, 2, At(6)), (8, 1, At(8)), (7, 1, At(7)), (5, 1, Noon), (4, 1, At(4))]);
    }

    [Test]
    public void An_entry_that_counts_accesses_counts_so_many_and_another_reason_is_another()
    {
        HistoryView[] denied =
        [
            Denied(3, "unit", 4),
            Denied(2, "withheld", 1),
            Denied(1, "unit", 1),
        ];

        TimelineEntry
            .Of(denied)
            .Select(entry => (entry.Newest.Index, entry.Count, entry.First))
            .ShouldBe([(3, 5, At(1)), (2, 1, At(2))]);
    }

    private static HistoryView Denied(long index, string what, int count) =>
        new(index, At(index), HistoryGroup.Access, LedgerEvents.AccessDenied, "user:1")
        {
            Detail = new() { ["count"] = count, ["what"] = what },
        };

    private static HistoryView Reading(long index, string actor, Guid message) =>
        new(index, At(index), HistoryGroup.Access, LedgerEvents.DraftOpened, actor) { MessageId = message };

    private static DateTimeOffset At(long index) => Noon.AddMinutes(index);
}
