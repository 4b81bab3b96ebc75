namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Whether our clock can be right. It is wrong if it differs by more than ten minutes from every counterpart that has just answered a
/// ping of ours, or, without any answer, is more than ten minutes behind our newest entry. One counterpart alone suspends only its own
/// link.
/// </summary>
internal sealed class ClockWatch(TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FreshPing = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(2);
    private const int MostPings = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, (PartyName To, long At, bool IsAnswered)> _pings = [];
    private readonly Dictionary<PartyName, (DateTimeOffset TheirNow, long At)> _heard = [];

    /// <summary>
    /// True if a counterpart's clock has agreed with ours in the last two hours. An action that cannot be undone needs this confirmation.
    /// </summary>
    public bool IsConfirmed
    {
        get
        {
            lock (_lock)
            {
                return _heard.Values.Any(heard =>
                    clock.GetElapsedTime(heard.At) <= Remembered && Difference(heard).Duration() <= Tolerance
                );
            }
        }
    }

    public void Sent(Guid ping, PartyName to)
    {
        lock (_lock)
        {
            var others = _pings.Where(sent => sent.Value.To == to).OrderByDescending(sent => sent.Value.At).ToList();
            foreach (
                var (old, _) in others.Where((sent, newer) => newer >= MostPings - 1 || clock.GetElapsedTime(sent.Value.At) > Remembered)
            )
            {
                _pings.Remove(old);
            }

            _pings[ping] = (to, clock.GetTimestamp(), false);
        }
    }

    /// <summary>
    /// Takes a pong; false if it answers no ping of ours to that party. A late pong says nothing about the clock, and a repeated one, as
    /// after a batch that was rolled back, says nothing new.
    /// </summary>
    public bool Heard(Guid ping, PartyName from, DateTimeOffset theirNow)
    {
        lock (_lock)
        {
            if (!_pings.TryGetValue(ping, out var sent) || sent.To != from)
                return false;
            if (!sent.IsAnswered && clock.GetElapsedTime(sent.At) <= FreshPing)
                _heard[from] = (theirNow, clock.GetTimestamp());
            _pings[ping] = sent with { IsAnswered = true };
            return true;
        }
    }

    /// <summary>Why our clock cannot be right on the link to a counterpart, or null.</summary>
    public string? FaultOf(PartyName counterpart, DateTimeOffset? newestEntry)
    {
        lock (_lock)
        {
            if (_heard.Values.Any(heard => Difference(heard).Duration() <= Tolerance))
                return null;
            if (_heard.Count > 1)
                return "This machine's clock differs by more than ten minutes from the counterparts' clocks. Correct it.";
            if (_heard.ContainsKey(counterpart))
            {
                return "This machine's clock differs by more than ten minutes from the clock of the only counterpart that has "
                    + "answered; the link to it is suspended. Correct this clock, or have the other one corrected.";
            }

            return newestEntry - clock.Now() > Tolerance
                ? "This machine's clock is more than ten minutes behind the newest entry of the ledger. Correct it."
                : null;
        }
    }

    // Their present time is computed from the time elapsed here, which setting our clock does not change. The difference is computed
    // first: a counterpart may state the last time that the type can hold.
    private TimeSpan Difference((DateTimeOffset TheirNow, long At) heard) =>
        heard.TheirNow - clock.GetUtcNow() + clock.GetElapsedTime(heard.At);
}
