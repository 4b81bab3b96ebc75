using System.Security.Cryptography;

namespace Exchange.Gateway.Dispatching;

/// <summary>
/// Since when nothing gets through, and how long to wait before the next attempt: ever longer, up to a limit, and never the
/// same for two that wait, so that what comes back is not run over.
/// </summary>
internal sealed class Outage(TimeSpan shortest, TimeSpan longest)
{
    private readonly Lock _lock = new();
    private int _attempts;

    public bool IsOn
    {
        get
        {
            lock (_lock)
                return _attempts > 0;
        }
    }

    /// <summary>An attempt has failed; true if that is news.</summary>
    public bool Begin()
    {
        lock (_lock)
        {
            var isNew = _attempts == 0;
            _attempts = Math.Max(1, _attempts);
            return isNew;
        }
    }

    /// <summary>Something got through; true if that is news.</summary>
    public bool End()
    {
        lock (_lock)
        {
            var isNew = _attempts > 0;
            _attempts = 0;
            return isNew;
        }
    }

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan NextPause()
    {
        lock (_lock)
        {
            var full = Math.Min(shortest.TotalSeconds * Math.Pow(2, _attempts - 1), longest.TotalSeconds);
            _attempts = Math.Min(_attempts + 1, 30);
            return TimeSpan.FromSeconds(full * (0.5 + (RandomNumberGenerator.GetInt32(0, int.MaxValue) / (2.0 * int.MaxValue))));
        }
    }
}
