using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Receiving;

/// <summary>Judges again, a few at a time, what is parked and can be settled now, until each is.</summary>
internal sealed class ParkedReview(
    Counterpart counterpart, Database database, ArrivalOpener opener, OwnDoubt doubt, JournalWriter journal, TimeProvider clock, ILogger<ParkedReview> logger)
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
            if (LinkTable.IsSuspended(sql, counterpart.Name) || doubt.On(counterpart.Name) is not null)
                continue;
            await ReviewAsync(sql);
        }
    }

    internal Task ReviewAsync(SqlSession sql)
    {
        var parked = ParkedMessages.Read(sql, counterpart.Name, _last, clock.Now(), AtOnce);
        _last = parked.Count < AtOnce ? 0 : parked[^1].Id;
        return Task.WhenAll(parked.Select(item => ReviewAsync(item.Arrival)));
    }

    private async Task ReviewAsync(Arrival arrival)
    {
        try
        {
            await journal.ProposeAsync("delivery.judge-again", opener.Open(arrival, counterpart), CancellationToken.None);
        }
        catch (Exception exception)
        {
            // One that cannot be judged must not keep the others from it.
            logger.LogWarning(Trace.Of(exception), "A deferred message of {Counterpart} stays deferred: {Reason}", counterpart, exception.Message);
        }
    }
}
