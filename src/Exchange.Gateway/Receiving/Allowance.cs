namespace Exchange.Gateway.Receiving;

/// <summary>
/// Limits what one counterpart can cost us. Each arrival is charged before any key is used on it, and refunded if it was useful, so a
/// correct sender is never slowed. What exceeds the limit waits at our own broker, on that link only; nothing is lost or refused.
/// </summary>
internal sealed class Allowance(PartyName counterpart, BorderSettings settings, TimeProvider clock, ILogger<Allowance> logger)
{
    // What stays for ever: about 3 KiB each, so at most half a GiB a day.
    private const int KeptPerSecond = 2;
    private const int KeptAtOnce = 2_000;

    // A counterpart that was unreachable resends much when it is back.
    private const int SecondsAtOnce = 30;

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Bucket _arrivals = new(settings.ArrivalsPerSecond, SecondsAtOnce * settings.ArrivalsPerSecond, clock);
    private readonly Bucket _bytes = new(settings.ArrivalBytesPerSecond, (double)SecondsAtOnce * settings.ArrivalBytesPerSecond, clock);
    private readonly Bucket _kept = new(KeptPerSecond, KeptAtOnce, clock);
    private long? _warned;

    /// <summary>Waits until nothing is owed, and charges an arrival.</summary>
    public async ValueTask TakeAsync(long bytes, CancellationToken stopping)
    {
        while (Charge(bytes) is { } wait)
        {
            Warn();
            await Task.Delay(wait, clock, stopping);
        }
    }

    /// <summary>Settles an arrival that was charged, by its worth.</summary>
    public void Settle(Worth worth, long bytes)
    {
        lock (_lock)
        {
            if (worth == Worth.Kept)
                _kept.Charge(1);
            if (worth != Worth.Useful)
                return;
            _arrivals.Charge(-1);
            _bytes.Charge(-bytes);
        }
    }

    // Returns how long to wait until it can be charged; null once it is.
    private TimeSpan? Charge(long bytes)
    {
        lock (_lock)
        {
            var wait = new[] { _arrivals, _bytes, _kept }.Max(bucket => bucket.Wait);
            if (wait > TimeSpan.Zero)
                return wait;
            _arrivals.Charge(1);
            _bytes.Charge(bytes);
            return null;
        }
    }

    private void Warn()
    {
        if (_warned is { } at && clock.GetElapsedTime(at) < BetweenWarnings)
            return;
        _warned = clock.GetTimestamp();
        logger.LogWarning(
            "{Counterpart} sends more pings, repeats, invalid or refused messages than a link may. It is slowed: what it sends "
                + "stays in its mailbox at our broker until its limit permits more. Ask its operator for the reason",
            counterpart
        );
    }

    // May be overdrawn: the excess must be paid off before the next arrival is taken.
    private sealed class Bucket(double perSecond, double most, TimeProvider clock)
    {
        private double _used;
        private long _at = clock.GetTimestamp();

        public TimeSpan Wait
        {
            get
            {
                Charge(-perSecond * clock.GetElapsedTime(_at).TotalSeconds);
                _at = clock.GetTimestamp();
                var missing = _used + 1 - most;
                return missing > 0 ? TimeSpan.FromSeconds((missing / perSecond) + 0.001) : TimeSpan.Zero;
            }
        }

        public void Charge(double cost) => _used = Math.Max(0, _used + cost);
    }
}
