using System.Text.Json;
using Exchange.Protocol.Contracts;
using MassTransit;

namespace Exchange.Gateway.Domestic;

/// <summary>
/// The bus of the agency's own systems, if the settings name its broker. Public, as MassTransit implements it at run time.
/// </summary>
public interface IAgencyBus : IBus;

/// <summary>
/// Publishes every event for the agency's own systems, in the order in which they were raised, and clears its row once their broker has
/// confirmed it. What was confirmed and not cleared, as after a crash, is published again under the same id. While the broker cannot be
/// reached the rows wait, and hold up no other consumer.
/// </summary>
internal sealed class AgencyEvents(
    IAgencyBus bus,
    JournalWriter journal,
    Database database,
    TimeProvider clock,
    ILogger<AgencyEvents> logger
) : BackgroundService
{
    /// <summary>Its name among the consumers of events.</summary>
    public const string Consumer = "agency";

    // So many are published again at most.
    private const int Page = 100;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Said once; they stay, for a version that can read them.
    private readonly HashSet<long> _unreadable = [];

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
            while (true)
            {
                await wake.WaitAsync(stoppingToken);
                while (!await TryPublishAsync(stoppingToken))
                    await Task.Delay(Again, clock, stoppingToken);
            }
        }
        finally
        {
            journal.Committed -= Wake;
        }
    }

    /// <summary>False if some wait.</summary>
    private async Task<bool> TryPublishAsync(CancellationToken stopping)
    {
        try
        {
            var place = 0L;
            for (var rows = Read(place); rows.Count > 0; rows = Read(place))
            {
                await PublishAsync(rows, stopping);
                place = rows[^1].Id;
            }

            return true;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            logger.LogWarning(
                "Events wait for the agency's broker (AgencyBus in gateway.json). They are kept, and nothing else waits; tried "
                    + "again in {Seconds} s: {Reason}",
                Again.TotalSeconds,
                exception.Message
            );
            return false;
        }
    }

    private async Task PublishAsync(List<EventRow> rows, CancellationToken stopping)
    {
        var confirmed = new List<Guid>();
        try
        {
            foreach (var row in rows)
            {
                if (ReadOrSay(row) is not { } @event)
                    continue;
                await PublishAsync(@event, stopping);
                confirmed.Add(@event.EventId);
            }
        }
        finally
        {
            // Even when one of them failed, or the gateway stops.
            if (confirmed.Count > 0)
            {
                await journal.ProposeAsync(
                    "event.clear",
                    transaction => confirmed.ForEach(id => EventTable.Clear(transaction.Sql, Consumer, id)),
                    CancellationToken.None
                );
            }
        }
    }

    // A publish that is under way when a broker ends may never complete by itself.
    private async Task PublishAsync(IGatewayEvent @event, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            var id = Pipe.Execute<PublishContext>(context => context.MessageId = @event.EventId);
            await bus.Publish(@event, @event.GetType(), id, patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"It has not confirmed {@event.GetType().Name} within {Patience.TotalSeconds} s.");
        }
    }

    private IGatewayEvent? ReadOrSay(EventRow row)
    {
        try
        {
            return row.Read();
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            if (_unreadable.Add(row.Id))
                logger.LogError(exception, "Event {Event} cannot be read, and is not published: restore it from a backup", row.EventId);
            return null;
        }
    }

    private List<EventRow> Read(long after)
    {
        using var sql = database.OpenSession();
        return EventTable.ReadOf(sql, Consumer, after, journal.Released.Events, Page);
    }
}
