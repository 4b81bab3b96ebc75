using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Receiving;

/// <summary>Judges again what is parked, a few at a time, round and round, until each is settled.</summary>
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
            if (LinkTable.IsSuspended(sql, counterpart.Name) || doubt.Exists)
                continue;
            var parked = ParkedMessages.Read(sql, counterpart.Name, _last, AtOnce);
            _last = parked.Count < AtOnce ? 0 : parked[^1].Id;
            foreach (var (_, arrival) in parked)
                await ReviewAsync(arrival);
        }
    }

    private async Task ReviewAsync(Arrival arrival)
    {
        try
        {
            await journal.ProposeAsync(opener.Open(arrival, counterpart), CancellationToken.None);
        }
        catch (Exception exception)
        {
            // One that cannot be judged must not keep the others from it.
            logger.LogWarning(Trace.Of(exception), "A parked message of {Counterpart} stays parked: {Reason}", counterpart, exception.Message);
        }
    }
}
