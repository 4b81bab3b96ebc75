namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Reads our whole ledger from its entries, at start and once a day: checkpoints are computed from the tiles, and do not show that an
/// entry was changed in the database. A difference suspends the ledger.
/// </summary>
internal sealed class LogScrub(Database database, LogBook log, JournalWriter journal, TimeProvider clock, ILogger<LogScrub> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = BetweenRounds;
            try
            {
                await ScrubAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is System.Data.Common.DbException or JournalUnavailableException)
            {
                logger.LogWarning("The ledger could not be read completely; it is tried again: {Reason}", exception.Message);
                wait = BetweenFaults;
            }

            await Task.Delay(wait, clock, stoppingToken);
        }
    }

    /// <summary>Reads it once.</summary>
    internal async Task ScrubAsync(CancellationToken stopping)
    {
        if (log.Checkpoint is not { } checkpoint)
            return;
        var fault = await Task.Run(() => FaultOf(checkpoint, stopping), stopping);
        if (fault is not null)
            await StopLogAsync(fault);
        else if (log.Suspension is { Kind: LedgerSuspensionKind.Damaged })
            await ResumeAsync(checkpoint);
    }

    private string? FaultOf(StagedCheckpoint checkpoint, CancellationToken stopping)
    {
        using var sql = database.OpenSession();
        return StoredLog.FaultOf(sql, checkpoint.Tail, stopping);
    }

    private Task StopLogAsync(string fault)
    {
        logger.LogCritical("Our ledger was changed in the database: {Fault} It is suspended and signs nothing", fault);
        return journal.ProposeAsync("log.stop", _ => log.FindDamaged($"{fault} The database was changed. {LedgerSuspension.WayOut}"));
    }

    private Task ResumeAsync(StagedCheckpoint read) => journal.ProposeAsync("log.find-whole", transaction =>
        {
            // It may have been loaded again since, and found damaged in another way.
            if (!log.Leads(transaction.Sql, new("", read.Tail.Size, read.Tail.Root())))
                return;
            log.FindWhole();
            if (!transaction.CanAppend)
            {
                logger.LogWarning("Our ledger is whole again, but still suspended: {Reason}", log.Suspension);
                return;
            }

            logger.LogWarning("Our ledger is whole again, and resumed");
            transaction.Append(new(Protocol.Life.LedgerEvents.LogTrusted) { Detail = new() { ["by"] = "entries" } });
        });
}
