using MassTransit;

namespace Exchange.Gateway.Domestic;

/// <summary>
/// Tells each consumer, on its queue of the national bus, what happened: after the commit, and again from time to time, until it
/// has cleared its row. The agency's own systems are told by <see cref="AgencyEvents"/>: their broker holds up no consumer of ours.
/// </summary>
internal sealed class EventPublisher(
    IBus bus,
    EventsUnderWay underWay,
    JournalWriter journal,
    Database database,
    TimeProvider clock,
    ILogger<EventPublisher> logger
) : BackgroundService
{
    private const int Page = 500;

    private static readonly TimeSpan BeforeTellingAgain = TimeSpan.FromSeconds(30);

    private readonly HashSet<long> _failed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new SemaphoreSlim(1);
        void Wake()
        {
            if (wake.CurrentCount == 0)
                wake.Release();
        }

        journal.Committed += Wake;
        try
        {
            var (place, began) = (0L, clock.GetTimestamp());
            while (true)
            {
                await wake.WaitAsync(BeforeTellingAgain, stoppingToken);
                if (clock.GetElapsedTime(began) >= BeforeTellingAgain)
                    (place, began) = (0, clock.GetTimestamp());
                place = await TellAsync(place, stoppingToken);
            }
        }
        finally
        {
            journal.Committed -= Wake;
        }
    }

    /// <summary>Tells of what was raised after a row and is not under way; gives the row up to which it was read.</summary>
    private async Task<long> TellAsync(long place, CancellationToken stopping)
    {
        try
        {
            // All pages, for one that its consumer cannot clear must not hide the others.
            for (var page = Read(place); page.Count > 0; page = Read(place))
            {
                foreach (var row in page)
                    await TellAsync(row, stopping);
                place = page[^1].Id;
            }
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            logger.LogWarning(
                Trace.Of(exception),
                "Events that wait for their consumers could not be read; tried again in a while: {Reason}",
                exception.Message
            );
        }

        return place;
    }

    private async Task TellAsync(EventRow row, CancellationToken stopping)
    {
        if (!underWay.Begin(row.Consumer, row.EventId))
            return;
        try
        {
            var queue = await bus.GetSendEndpoint(new Uri($"queue:{row.Consumer}"));
            await queue.Send((object)row.Read(), stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            underWay.End(row.Consumer, row.EventId);
            if (_failed.Add(row.Id))
            {
                logger.LogError(
                    exception,
                    "Event {Event} could not be told to {Consumer}: nothing follows from it yet. It is tried again; if it cannot "
                        + "be read, restore it from a backup, or do by hand what should follow",
                    row.EventId,
                    row.Consumer
                );
            }
        }
    }

    private List<EventRow> Read(long after)
    {
        using var sql = database.OpenSession();
        return EventTable.ReadBut(sql, AgencyEvents.Consumer, after, journal.Released.Events, Page);
    }
}
