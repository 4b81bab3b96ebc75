namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Reads our whole log from its entries, at start and once a day: an entry that was changed in the database shows in no head,
/// for heads are computed from the tiles. What does not hold stops the log.
/// </summary>
internal sealed class LogScrub(Database database, LogBook log, JournalWriter journal, TimeProvider clock, ILogger<LogScrub> logger) : BackgroundService
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
                logger.LogWarning("The log could not be read through; it is tried again: {Reason}", exception.Message);
                wait = BetweenFaults;
            }

            await Task.Delay(wait, clock, stoppingToken);
        }
    }

    /// <summary>Reads it once.</summary>
    internal async Task ScrubAsync(CancellationToken stopping)
    {
        if (log.Head is not { } head)
            return;
        var fault = await Task.Run(() => FaultOf(head, stopping), stopping);
        if (fault is not null)
            await StopLogAsync(fault);
        else if (log.Doubt is { Kind: LogDoubtKind.Damaged })
            await BelieveAsync(head);
    }

    private string? FaultOf(StagedHead head, CancellationToken stopping)
    {
        using var sql = database.OpenSession();
        return StoredLog.FaultOf(sql, head.Tail, stopping);
    }

    private Task StopLogAsync(string fault)
    {
        logger.LogCritical("Our ledger was changed in the database: {Fault} It is suspended and signs nothing", fault);
        return journal.ProposeAsync("log.stop", _ => log.FindDamaged($"{fault} The database was changed. {LogDoubt.WayOut}"));
    }

    private Task BelieveAsync(StagedHead read) => journal.ProposeAsync("log.find-whole", transaction =>
    {
        // It may have been loaded anew since it was read through, and found damaged in another way.
        if (!log.Leads(transaction.Sql, new("", read.Tail.Size, read.Tail.Root())))
            return;
        log.FindWhole();
        if (!transaction.CanAppend)
        {
            logger.LogWarning("Our ledger is whole again, but still suspended: {Reason}", log.Doubt);
            return;
        }

        logger.LogWarning("Our ledger is whole again, and resumed");
        transaction.Append(new(Protocol.Life.LedgerEvents.LogTrusted) { Detail = new() { ["by"] = "entries" } });
    });
}
