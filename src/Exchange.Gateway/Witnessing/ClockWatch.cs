namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Whether our clock can be right: it is in doubt when it is more than ten minutes from every counterpart that has just
/// answered a ping of ours, or, without any answer, more than ten minutes behind our newest entry. A counterpart that is alone
/// with its word puts it in doubt on its own link only.
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
    /// A counterpart has told its clock in the last hours, and ours agrees with it: what cannot be undone needs more than that
    /// nobody contradicts.
    /// </summary>
    public bool IsConfirmed
    {
        get
        {
            lock (_lock)
                return _heard.Values.Any(heard => clock.GetElapsedTime(heard.At) <= Remembered && Difference(heard).Duration() <= Tolerance);
        }
    }

    public void Sent(Guid ping, PartyName to)
    {
        lock (_lock)
        {
            var others = _pings.Where(sent => sent.Value.To == to).OrderByDescending(sent => sent.Value.At).ToList();
            foreach (var (old, _) in others.Where((sent, newer) => newer >= MostPings - 1 || clock.GetElapsedTime(sent.Value.At) > Remembered))
                _pings.Remove(old);
            _pings[ping] = (to, clock.GetTimestamp(), false);
        }
    }

    /// <summary>
    /// Takes a pong; false if it answers no ping of ours to that party. A late one tells nothing of the clock. One that comes
    /// again, as after a batch that was rolled back, is heard again and tells nothing new.
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

    /// <summary>Why our clock is in doubt on the link to a counterpart, or null.</summary>
    public string? Doubt(PartyName counterpart, DateTimeOffset? newestEntry)
    {
        lock (_lock)
        {
            if (_heard.Values.Any(heard => Difference(heard).Duration() <= Tolerance))
                return null;
            if (_heard.Count > 1)
                return "This machine's clock is more than ten minutes from the counterparts' clocks. Set it right.";
            if (_heard.ContainsKey(counterpart))
                return "This machine's clock is more than ten minutes from the clock of the one counterpart that has answered; the link to that one waits. Set this clock right, or have that one set right.";
            return newestEntry - clock.Now() > Tolerance
                ? "This machine's clock is more than ten minutes behind the newest entry of the ledger. Set it right."
                : null;
        }
    }

    // Their clock now, by the time that has passed here since they told it, which no setting of our clock changes. First what is
    // between the two: a counterpart may say that it is the last day that a time can name.
    private TimeSpan Difference((DateTimeOffset TheirNow, long At) heard) => heard.TheirNow - clock.GetUtcNow() + clock.GetElapsedTime(heard.At);
}
