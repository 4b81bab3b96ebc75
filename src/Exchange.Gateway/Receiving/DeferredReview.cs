using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Receiving;

/// <summary>Judges deferred messages again, a few at a time, when they can be settled.</summary>
internal sealed class DeferredReview(
    Counterpart counterpart,
    Database database,
    ArrivalOpener opener,
    OwnSuspension suspension,
    JournalWriter journal,
    TimeProvider clock,
    ILogger<DeferredReview> logger
)
{
    private const int AtOnce = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long _last;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        using var sql = database.OpenSession();
        while (await timer.WaitForNextTickAsync(stopping))
        {
            if (LinkTable.IsSuspended(sql, counterpart.Name) || suspension.On(counterpart.Name) is not null)
                continue;
            await ReviewAsync(sql);
        }
    }

    internal Task ReviewAsync(SqlSession sql)
    {
        var deferred = DeferredMessages.Read(sql, counterpart.Name, _last, clock.Now(), AtOnce);
        _last = deferred.Count < AtOnce ? 0 : deferred[^1].Id;
        return Task.WhenAll(deferred.Select(item => ReviewAsync(item.Arrival)));
    }

    private async Task ReviewAsync(Arrival arrival)
    {
        try
        {
            await journal.ProposeAsync("delivery.judge-again", opener.Open(arrival, counterpart), CancellationToken.None);
        }
        catch (Exception exception)
        {
            // A message that cannot be judged must not block the others.
            logger.LogWarning(Trace.Of(exception), "A message of {Counterpart} stays deferred: {Reason}", counterpart, exception.Message);
        }
    }
}
