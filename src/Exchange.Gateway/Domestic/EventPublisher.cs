using System.Threading.Channels;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Contracts;
using MassTransit;

namespace Exchange.Gateway.Domestic;

/// <summary>
/// Tells the national bus what happened: each event after its commit, and those that wait for their consumer again, at start
/// and from time to time, until their row is cleared.
/// </summary>
internal sealed class EventPublisher : BackgroundService
{
    private const int Page = 500;

    private static readonly TimeSpan BeforeTellingAgain = TimeSpan.FromSeconds(30);

    private readonly Channel<IGatewayEvent> _events = Channel.CreateUnbounded<IGatewayEvent>();
    private readonly IBus _bus;
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly ILogger<EventPublisher> _logger;

    public EventPublisher(IBus bus, JournalWriter journal, Database database, TimeProvider clock, ILogger<EventPublisher> logger)
    {
        (_bus, _database, _clock, _logger) = (bus, database, clock, logger);
        journal.Committed += batch =>
        {
            foreach (var @event in batch.Events)
                _events.Writer.TryWrite(@event);
        };
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(PublishAsync(stoppingToken), TellAgainAsync(stoppingToken));

    private async Task PublishAsync(CancellationToken stopping)
    {
        await foreach (var @event in _events.Reader.ReadAllAsync(stopping))
            await PublishAsync(@event, stopping);
    }

    private async Task PublishAsync(IGatewayEvent @event, CancellationToken stopping)
    {
        try
        {
            await _bus.Publish(@event, @event.GetType(), stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            _logger.LogWarning(exception, "An event could not be told; one that must be heard is told again in a while");
        }
    }

    private async Task TellAgainAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(BeforeTellingAgain, _clock);
        var before = _clock.Now();
        do
        {
            // Page by page, for one that its consumer cannot clear must not hide the others.
            for (var page = Uncleared(before, ""); page.Count > 0; page = page.Count < Page ? [] : Uncleared(before, MessageId.Write(page[^1].EventId)))
                page.ForEach(@event => _events.Writer.TryWrite(@event));
            before = _clock.Now() - BeforeTellingAgain;
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private List<IGatewayEvent> Uncleared(DateTimeOffset before, string after)
    {
        try
        {
            using var sql = _database.OpenSession();
            return [.. sql.Query("SELECT type, body FROM events WHERE raised_at <= @p0 AND id > @p1 ORDER BY id LIMIT @p2",
                row => EventJson.Read(row.GetString(0), row.GetString(1)), before.ToUnixTimeMilliseconds(), after, Page).OfType<IGatewayEvent>()];
        }
        catch (System.Data.Common.DbException exception)
        {
            _logger.LogWarning(exception, "Events that wait for their consumer could not be read; tried again in a while");
            return [];
        }
    }
}
