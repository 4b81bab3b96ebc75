using System.Text.Json;
using System.Threading.Channels;
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

    // What finds no place is told again if it must be heard.
    private readonly Channel<IGatewayEvent> _events = Channel.CreateBounded<IGatewayEvent>(10_000);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly IBus _bus;
    private readonly EventsUnderWay _underWay;
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly ILogger<EventPublisher> _logger;

    public EventPublisher(IBus bus, EventsUnderWay underWay, JournalWriter journal, Database database, TimeProvider clock, ILogger<EventPublisher> logger)
    {
        (_bus, _underWay, _database, _clock, _logger) = (bus, underWay, database, clock, logger);
        journal.Committed += batch =>
        {
            foreach (var @event in batch.Events)
                Tell(@event);
        };
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(PublishAsync(stoppingToken), TellAgainAsync(stoppingToken));

    // Only those that a consumer ends are counted as under way.
    private void Tell(IGatewayEvent @event)
    {
        if ((@event is not MessageReceived || _underWay.Begin(@event)) && !_events.Writer.TryWrite(@event))
            _underWay.End(@event);
    }

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
            _underWay.End(@event);
            _logger.LogWarning(exception, "An event could not be told; one that must be heard is told again in a while");
        }
    }

    private async Task TellAgainAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(BeforeTellingAgain, _clock);
        var age = TimeSpan.Zero;
        do
        {
            TellAgain(age);
            age = BeforeTellingAgain;
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Tells again what was raised so long ago, waits for its consumer and is not under way.</summary>
    internal void TellAgain(TimeSpan age)
    {
        try
        {
            // Page by page, for one that its consumer cannot clear must not hide the others.
            for (var page = Uncleared(age, ""); page.Count > 0; page = page.Count < Page ? [] : Uncleared(age, page[^1].Id))
                page.ForEach(TellAgain);
        }
        catch (Exception exception)
        {
            _logger.LogWarning(Trace.Of(exception), "Events that wait for their consumer could not be read; tried again in a while: {Reason}", exception.Message);
        }
    }

    private void TellAgain((string Id, string Type, string Body) row)
    {
        try
        {
            Tell(EventJson.Read(row.Type, row.Body) ?? throw new JsonException($"No event is named {row.Type}."));
        }
        catch (JsonException exception) when (_unreadable.Add(row.Id))
        {
            _logger.LogError(exception, "Event {Event} in the database cannot be read and is passed over: nothing follows from it. Restore it from a backup, or acknowledge by hand", row.Id);
        }
        catch (JsonException)
        {
            // Said before.
        }
    }

    private List<(string Id, string Type, string Body)> Uncleared(TimeSpan age, string after)
    {
        using var sql = _database.OpenSession();
        return EventTable.Read(sql, age, after, _clock.Now(), Page);
    }
}
