namespace Exchange.Gateway.Auditing;

/// <summary>
/// Enters who read our log and who was turned away: the first time at once, and what follows within a minute counted, so that
/// nobody can make the log grow by asking. What a log in doubt cannot take is counted until it can.
/// </summary>
internal sealed class AccessRecord(JournalWriter journal, TimeProvider clock, ILogger<AccessRecord> logger) : BackgroundService
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<Access, (long Since, int Count)> _counted = [];

    /// <param name="event">Of the catalogue: read or denied.</param>
    /// <param name="caller">Who.</param>
    /// <param name="what">What was read, or why it was denied: a code.</param>
    public async Task SayAsync(string @event, Caller caller, string what)
    {
        var access = new Access(@event, caller.Actor, what);
        lock (_lock)
        {
            if (_counted.TryGetValue(access, out var known))
            {
                _counted[access] = known with { Count = known.Count + 1 };
                return;
            }

            _counted[access] = (clock.GetTimestamp(), 0);
        }

        // A journal that stands still, as while the mark cannot be written, enters it later; nobody waits for that to read.
        await Task.WhenAny(EnterAsync(access, 1), Task.Delay(Patience, clock));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await FlushAsync();
    }

    /// <summary>Ends the counting: what has been counted is entered now.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(TimeSpan.Zero);
    }

    /// <summary>Enters what has been counted for a minute.</summary>
    internal Task FlushAsync() => FlushAsync(Silence);

    private async Task FlushAsync(TimeSpan silence)
    {
        foreach (var (access, count) in TakeDue(silence))
            await EnterAsync(access, count);
    }

    private List<(Access Access, int Count)> TakeDue(TimeSpan silence)
    {
        lock (_lock)
        {
            var due = _counted.Where(known => clock.GetElapsedTime(known.Value.Since) >= silence).ToList();
            foreach (var (access, (_, count)) in due)
            {
                if (count == 0)
                    _counted.Remove(access);
                else
                    _counted[access] = (clock.GetTimestamp(), 0);
            }

            return [.. due.Where(known => known.Value.Count > 0).Select(known => (known.Key, known.Value.Count))];
        }
    }

    // A log that cannot be written must still be readable: that is when it is read most.
    private async Task EnterAsync(Access access, int count)
    {
        try
        {
            await journal.ProposeAsync(new("access.record", access.Actor), transaction => transaction.Append(new LeafDraft(access.Event)
            {
                Detail = new() { ["count"] = count, ["what"] = access.What },
            }));
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                var (since, more) = _counted.GetValueOrDefault(access, (clock.GetTimestamp(), 0));
                _counted[access] = (since, more + count);
            }

            logger.LogWarning("{Event} by {Actor} ({What}, {Count} times) is not in our ledger yet: {Reason}", access.Event, access.Actor, access.What, count, exception.Message);
        }
    }

    private sealed record Access(string Event, string Actor, string What);
}
