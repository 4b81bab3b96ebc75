using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Reminding;

/// <summary>Looks once a minute for exchanges whose next reminder has come. While the ledger or the clock is suspended nothing is due.</summary>
internal sealed class ReminderService(
    ReminderHandler handler, Counterparts counterparts, Database database, JournalWriter journal, OwnSuspension suspension, TimeProvider clock, ILogger<ReminderService> logger) : BackgroundService
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
                logger.LogWarning(Trace.Of(exception), "Reminders could not be looked for; tried again in a minute: {Reason}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Plans what is new, and records each stage that has come.</summary>
    internal async Task SweepAsync(CancellationToken stopping)
    {
        while (Read(sql => ReminderTable.Unplanned(sql, AtOnce)) is { Count: > 0 } fresh)
            await journal.ProposeAsync("reminders.plan", transaction => ReminderHandler.Plan(transaction, fresh), stopping);
        foreach (var counterpart in counterparts.All.Where(counterpart => suspension.On(counterpart.Name) is null))
        {
            foreach (var waiting in Read(sql => ReminderTable.Due(sql, counterpart.Name, clock.Now(), AtOnce)))
                await RemindAsync(waiting, stopping);
        }

        if (Read(sql => ReminderTable.HasEnded(sql, clock.Now())))
            await journal.ProposeAsync("reminders.forget", transaction => ReminderTable.Forget(transaction.Sql, transaction.Now), stopping);
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
            logger.LogError(Trace.Of(exception), "The reminder of exchange {Exchange} with {Counterpart} could not be recorded; tried again in a minute: {Reason}",
                waiting.State.Reference, waiting.Counterpart, exception.Message);
        }
    }

    private T Read<T>(Func<SqlSession, T> read)
    {
        using var sql = database.OpenSession();
        return read(sql);
    }
}
