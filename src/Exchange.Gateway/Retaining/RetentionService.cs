using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Retaining;

/// <summary>
/// Looks every ten minutes for content whose date has passed, and for what was taken back and is destroyed. What is destroyed cannot be had
/// back, so a counterpart's clock must have agreed with ours in the last two hours, and neither ledger nor clock may be suspended.
/// </summary>
internal sealed class RetentionService(
    RetentionHandler handler,
    Database database,
    OwnSuspension suspension,
    ClockWatch clocks,
    TimeProvider clock,
    ILogger<RetentionService> logger
) : BackgroundService
{
    private const int AtOnce = 500;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(
                    Trace.Of(exception),
                    "Content whose date has passed could not be looked for; tried again in ten minutes: {Reason}",
                    exception.Message
                );
            }
        }
    }

    /// <summary>Destroys all whose date has passed.</summary>
    internal async Task SweepAsync(CancellationToken stopping)
    {
        var skipped = 0;
        while (clocks.IsConfirmed && Read(skipped) is { Count: > 0 } due)
        {
            foreach (var exchange in due.GroupBy(one => (one.Entry.Counterpart, one.Entry.ExchangeId)))
            {
                var (counterpart, id) = exchange.Key;
                foreach (var some in exchange.Chunk(RetentionHandler.AtOnce))
                {
                    if (!await TryAsync(counterpart!, id, () => handler.EraseAsync(some, stopping), stopping))
                        skipped += some.Length;
                }
            }
        }

        foreach (var (counterpart, exchange) in clocks.IsConfirmed ? Unsaid() : [])
            await TryAsync(counterpart, exchange, () => handler.SayAsync(counterpart, exchange, stopping), stopping);
    }

    // One that cannot be destroyed keeps no other.
    private async Task<bool> TryAsync(PartyName counterpart, Guid? exchange, Func<Task<EraseResult>> act, CancellationToken stopping)
    {
        if (suspension.On(counterpart) is not null)
            return false;
        try
        {
            var result = await act();
            if (result == EraseResult.Untold)
            {
                logger.LogError(
                    "Content of exchange {Exchange} with {Counterpart} was destroyed, and the counterpart "
                        + "cannot be told: its card or the opening message is missing, the content was damaged, or the exchange takes no "
                        + "more messages",
                    exchange,
                    counterpart
                );
            }

            return result != EraseResult.Waits;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            logger.LogError(
                Trace.Of(exception),
                "Content of exchange {Exchange} with {Counterpart} could not be destroyed, or the counterpart not be told; tried again in "
                    + "ten minutes: {Reason}",
                exchange,
                counterpart,
                exception.Message
            );
            return false;
        }
    }

    private List<(PartyName Counterpart, Guid ExchangeId)> Unsaid()
    {
        using var sql = database.OpenSession();
        return TakenBackTable.Unsaid(sql);
    }

    private List<(DueContent Content, LedgerLeaf Entry)> Read(int skip)
    {
        using var sql = database.OpenSession();
        return ContentStore.Due(sql, clock.Now(), skip, AtOnce).ConvertAll(content => (content, LedgerLeaf.Read(content.Leaf).OrThrow()));
    }
}
