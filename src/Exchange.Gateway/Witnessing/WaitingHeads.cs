using Exchange.Gateway.Journal;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Heads that are not proved from the newest one that we hold, in memory: judged again when a missing one has come, asked for
/// after two seconds, dropped after a minute (the resend of the message brings a new receipt).
/// </summary>
internal sealed class WaitingHeads(TimeProvider clock)
{
    private static readonly TimeSpan BeforeAsking = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeforeDropping = TimeSpan.FromMinutes(1);
    private const int Most = 1024;

    private readonly Lock _lock = new();
    private readonly List<WaitingHead> _waiting = [];

    /// <summary>Raised with proposals that are worth judging again.</summary>
    public event Action<Action<JournalTransaction>>? Ready;

    public void Put(PartyName counterpart, long wanted, Action<JournalTransaction> judge)
    {
        lock (_lock)
        {
            if (_waiting.Count < Most)
                _waiting.Add(new(counterpart, wanted, judge, clock.GetUtcNow()));
        }
    }

    public void Retry(PartyName counterpart)
    {
        List<WaitingHead> ready;
        lock (_lock)
        {
            ready = _waiting.FindAll(head => head.Counterpart == counterpart);
            _waiting.RemoveAll(head => head.Counterpart == counterpart);
        }

        ready.ForEach(head => Ready?.Invoke(head.Judge));
    }

    /// <summary>The missing sizes to ask a counterpart for now; drops what has waited too long.</summary>
    public IReadOnlyList<long> Wanted(PartyName counterpart)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            _waiting.RemoveAll(head => now - head.Since > BeforeDropping);
            var wanted = _waiting.FindAll(head => head.Counterpart == counterpart && !head.Asked && now - head.Since >= BeforeAsking);
            wanted.ForEach(head => head.Asked = true);
            return [.. wanted.Select(head => head.Wanted).Distinct()];
        }
    }

    private sealed record WaitingHead(PartyName Counterpart, long Wanted, Action<JournalTransaction> Judge, DateTimeOffset Since)
    {
        public bool Asked { get; set; }
    }
}
