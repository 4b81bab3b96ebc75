using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Reminding;

/// <summary>
/// Looks once a minute for exchanges whose next reminder has come, or that are to be brought back. While the ledger or the clock is
/// suspended nothing is due.
/// </summary>
internal sealed class ReminderService(
    ReminderHandler handler,
    BringBackHandler bringBacks,
    Counterparts counterparts,
    Database database,
    OwnSuspension suspension,
    TimeProvider clock,
    ILogger<ReminderService> logger
) : BackgroundService
{
    private const int AtOnce = 500;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(
                    Trace.Of(exception),
                    "Reminders could not be looked for; tried again in a minute: {Reason}",
                    exception.Message
                );
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Plans what is new, and records each stage that has come.</summary>
    internal async Task SweepAsync(CancellationToken stopping)
    {
        // Each time from where the last one ended: from the beginning, what is planned already would be read again and again.
        var from = DateTimeOffset.UnixEpoch;
        while (Read(sql => ReminderTable.ReadUnplanned(sql, from, AtOnce)) is [.., var last] fresh)
        {
            await handler.PlanAsync(fresh, stopping);
            from = last.DueAt;
        }

        foreach (var counterpart in counterparts.All.Where(counterpart => suspension.On(counterpart.Name) is null))
        {
            foreach (var waiting in Read(sql => ReminderTable.Due(sql, counterpart.Name, clock.Now(), AtOnce)))
                await RemindAsync(waiting, stopping);
            if (Read(sql => BringBackTable.Due(sql, counterpart.Name, clock.Now(), AtOnce)) is { Count: > 0 } due)
                await bringBacks.RaiseAsync(due, stopping);
        }

        if (Read(sql => ReminderTable.HasEnded(sql, clock.Now())))
            await handler.ForgetAsync(stopping);
    }

    // One that cannot be recorded keeps no other waiting.
    private async Task RemindAsync(WaitingExchange waiting, CancellationToken stopping)
    {
        try
        {
            await handler.RemindAsync(waiting, stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            logger.LogError(
                Trace.Of(exception),
                "The reminder of exchange {Exchange} with {Counterpart} could not be recorded; tried again in a minute: {Reason}",
                waiting.ExchangeId,
                waiting.Counterpart,
                exception.Message
            );
        }
    }

    private T Read<T>(Func<SqlSession, T> read)
    {
        using var sql = database.OpenSession();
        return read(sql);
    }
}
