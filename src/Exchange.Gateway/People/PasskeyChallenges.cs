namespace Exchange.Gateway.People;

/// <summary>
/// The challenges that authenticators have not answered yet, each good once and for a while. In memory alone: who loses one by a restart
/// asks for another.
/// </summary>
internal sealed class PasskeyChallenges(TimeProvider clock)
{
    /// <summary>Time enough to find a key and enter its PIN (WebAuthn Level 3, section 15.1).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>Beyond so many the oldest goes; each has some hundred bytes.</summary>
    public const int Most = 4096;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, (string State, long Since)> _waiting = new(StringComparer.Ordinal);

    /// <summary>Keeps what is needed to verify the answer, under a name that nobody can guess.</summary>
    public string Keep(string state)
    {
        var id = Secret.NewToken();
        lock (_lock)
        {
            while (_waiting.Count >= Most || (_waiting.Count > 0 && HasEnded(_waiting.GetAt(0).Value.Since)))
                _waiting.RemoveAt(0);
            _waiting.Add(id, (state, clock.GetTimestamp()));
        }

        return id;
    }

    /// <summary>What was kept, once; null if it was taken before, has ended or never was.</summary>
    public string? Take(string id)
    {
        lock (_lock)
            return _waiting.Remove(id, out var kept) && !HasEnded(kept.Since) ? kept.State : null;
    }

    private bool HasEnded(long since) => clock.GetElapsedTime(since) >= Life;
}
