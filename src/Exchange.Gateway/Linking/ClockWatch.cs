using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Linking;

/// <summary>
/// Whether our clock can be right: it is in doubt when it is more than ten minutes from every counterpart that has just
/// answered a ping of ours, or, without any answer, more than ten minutes behind our newest entry.
/// </summary>
internal sealed class ClockWatch(TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FreshPing = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, (PartyName To, DateTimeOffset At)> _pings = [];
    private readonly Dictionary<PartyName, TimeSpan> _differences = [];

    public void Sent(Guid ping, PartyName to)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var old in _pings.Where(sent => now - sent.Value.At > FreshPing).Select(sent => sent.Key).ToList())
                _pings.Remove(old);
            _pings[ping] = (to, now);
        }
    }

    /// <summary>Takes the time of a pong; false if it answers no fresh ping of ours to that party.</summary>
    public bool Heard(Guid ping, PartyName from, DateTimeOffset theirNow)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (!_pings.Remove(ping, out var sent) || sent.To != from || now - sent.At > FreshPing)
                return false;
            _differences[from] = (theirNow - now).Duration();
            return true;
        }
    }

    public string? Doubt(DateTimeOffset? newestEntry)
    {
        lock (_lock)
        {
            if (_differences.Count > 0)
            {
                return _differences.Values.All(difference => difference > Tolerance)
                    ? "This machine's clock is more than ten minutes from the counterparts' clocks. Set it right."
                    : null;
            }

            return newestEntry - clock.Now() > Tolerance
                ? "This machine's clock is more than ten minutes behind the newest entry of the log. Set it right."
                : null;
        }
    }
}
