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
    private const int MostOfOne = 1024;
    private const long MostCharactersOfOne = 8 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<WaitingHead> _waiting = [];

    /// <summary>Raised with proposals that are worth judging again.</summary>
    public event Action<Action<JournalTransaction>>? Ready;

    /// <summary>Keeps one until it can be judged.</summary>
    /// <param name="counterpart">Whose head it is.</param>
    /// <param name="size">Of the head.</param>
    /// <param name="wanted">Size of the head that is missing.</param>
    /// <param name="weight">Characters of what came with it, all of which is kept.</param>
    /// <param name="judge">Judges it.</param>
    public void Put(PartyName counterpart, long size, long wanted, long weight, Action<JournalTransaction> judge)
    {
        lock (_lock)
        {
            // One that was judged again and still waits has waited since it came first.
            var first = _waiting.Find(head => head.Counterpart == counterpart && head.Size == size && head.Judge is null);
            if (first is not null)
                _waiting.Remove(first);
            var own = _waiting.FindAll(head => head.Counterpart == counterpart);
            if (own.Count < MostOfOne && own.Sum(head => head.Weight) + weight <= MostCharactersOfOne)
                _waiting.Add(new(counterpart, size, wanted, weight, judge, first?.Since ?? clock.GetTimestamp()) { Asked = first?.Asked ?? false });
        }
    }

    /// <summary>A missing head has come: all that wait are worth judging again.</summary>
    public void Retry(PartyName counterpart)
    {
        List<WaitingHead> ready;
        lock (_lock)
        {
            ready = _waiting.FindAll(head => head.Counterpart == counterpart && head.Judge is not null);
            ready.ForEach(head => _waiting[_waiting.IndexOf(head)] = head with { Judge = null, Weight = 0 });
        }

        ready.ForEach(head => Ready?.Invoke(head.Judge!));
    }

    /// <summary>The missing sizes to ask a counterpart for now; drops what has waited too long.</summary>
    public IReadOnlyList<long> Wanted(PartyName counterpart)
    {
        lock (_lock)
        {
            _waiting.RemoveAll(head => clock.GetElapsedTime(head.Since) > BeforeDropping);
            var own = _waiting.FindAll(head => head.Counterpart == counterpart);
            // A size that is itself waiting here is not missing; what it waits for is.
            var here = own.Select(head => head.Size).ToHashSet();
            var wanted = own.FindAll(head => !head.Asked && !here.Contains(head.Wanted) && clock.GetElapsedTime(head.Since) >= BeforeAsking);
            wanted.ForEach(head => head.Asked = true);
            return [.. wanted.Select(head => head.Wanted).Distinct()];
        }
    }

    // Without a judgement it stands for one that is being judged again.
    private sealed record WaitingHead(PartyName Counterpart, long Size, long Wanted, long Weight, Action<JournalTransaction>? Judge, long Since)
    {
        public bool Asked { get; set; }
    }
}
