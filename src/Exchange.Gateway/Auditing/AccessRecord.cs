namespace Exchange.Gateway.Auditing;

/// <summary>
/// Records who read our ledger, who searched and who was denied access, and to which exchange: the first time at once, then counted for a
/// minute, so that requests cannot make the ledger grow. While the ledger is suspended, they are counted.
/// </summary>
internal sealed class AccessRecord(JournalWriter journal, TimeProvider clock, ILogger<AccessRecord> logger) : BackgroundService
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    // Of different exchanges and messages of one caller in a minute; what is more is counted without naming them.
    internal const int MostNamed = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<Access, (long Since, int Count)> _counted = [];

    /// <param name="event">The event of the ledger.</param>
    /// <param name="caller">Whose access it is.</param>
    /// <param name="what">What was read, or why it was denied: a code.</param>
    /// <param name="of">The exchange that it concerns; null if it concerns none, or more than one.</param>
    public async Task SayAsync(string @event, Caller caller, string what, AccessSubject? of = null)
    {
        var access = new Access(@event, caller.Actor, what, of);
        lock (_lock)
        {
            if (of is not null && !_counted.ContainsKey(access) && _counted.Keys.Count(access.IsLike) >= MostNamed)
                access = access with { Of = null };
            if (_counted.TryGetValue(access, out var known))
            {
                _counted[access] = known with { Count = known.Count + 1 };
                return;
            }

            _counted[access] = (clock.GetTimestamp(), 0);
        }

        // A journal that is blocked, as while the mark cannot be written, records it later; the reader does not wait for it.
        await Task.WhenAny(EnterAsync(access, 1), Task.Delay(Patience, clock));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await FlushAsync();
    }

    /// <summary>Stops counting, and records what was counted.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(TimeSpan.Zero);
    }

    /// <summary>Records what was counted for a minute.</summary>
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

    // A ledger that cannot be written must still be readable.
    private async Task EnterAsync(Access access, int count)
    {
        try
        {
            var draft = new LeafDraft(access.Event)
            {
                Detail = new() { ["count"] = count, ["what"] = access.What },
            };
            await journal.ProposeAsync(
                new("access.record", access.Actor),
                transaction => transaction.Append(access.Of?.In(draft) ?? draft)
            );
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                var (since, more) = _counted.GetValueOrDefault(access, (clock.GetTimestamp(), 0));
                _counted[access] = (since, more + count);
            }

            logger.LogWarning(
                "{Event} by {Actor} ({What}, {Count} times) is not in our ledger yet: {Reason}",
                access.Event,
                access.Actor,
                access.What,
                count,
                exception.Message
            );
        }
    }

    private sealed record Access(string Event, string Actor, string What, AccessSubject? Of)
    {
        /// <summary>True for one that differs in what it concerns alone, and names that.</summary>
        public bool IsLike(Access other) => other.Of is not null && other with { Of = Of } == this;
    }
}
