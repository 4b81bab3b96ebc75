using System.Runtime.InteropServices;

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
    private readonly Dictionary<PartyName, List<WaitingHead>> _waiting = [];

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
            var own = Of(counterpart);
            var first = own.Find(head => head.Size == size && head.Judge is null);
            if (first is not null)
                own.Remove(first);
            if (own.Count < MostOfOne && own.Sum(head => head.Weight) + weight <= MostCharactersOfOne)
                own.Add(new(size, wanted, weight, judge, first?.Since ?? clock.GetTimestamp()) { Asked = first?.Asked ?? false });
        }
    }

    /// <summary>A head of this size has come: what waited for it, or is no larger, is worth judging again. Nothing else is: a head costs no more than there are that need it.</summary>
    public void Retry(PartyName counterpart, long size)
    {
        var ready = new List<Action<JournalTransaction>>();
        lock (_lock)
        {
            var own = Of(counterpart);
            for (var at = 0; at < own.Count; at++)
            {
                if (own[at].Judge is not { } judge || (own[at].Wanted != size && own[at].Size > size))
                    continue;
                ready.Add(judge);
                own[at] = own[at] with { Judge = null, Weight = 0 };
            }
        }

        ready.ForEach(judge => Ready?.Invoke(judge));
    }

    /// <summary>The smallest missing size that a counterpart was not asked for yet, as the larger ones are proved from it; drops what has waited too long.</summary>
    public long? Wanted(PartyName counterpart)
    {
        lock (_lock)
        {
            var own = Of(counterpart);
            own.RemoveAll(head => clock.GetElapsedTime(head.Since) > BeforeDropping);
            // A size that is itself waiting here is not missing; what it waits for is.
            var here = own.Select(head => head.Size).ToHashSet();
            var missing = own.FindAll(head => !head.Asked && !here.Contains(head.Wanted) && clock.GetElapsedTime(head.Since) >= BeforeAsking);
            var smallest = missing.MinBy(head => head.Wanted)?.Wanted;
            missing.FindAll(head => head.Wanted == smallest).ForEach(head => head.Asked = true);
            return smallest;
        }
    }

    private List<WaitingHead> Of(PartyName counterpart) => CollectionsMarshal.GetValueRefOrAddDefault(_waiting, counterpart, out _) ??= [];

    // Without a judgement it stands for one that is being judged again.
    private sealed record WaitingHead(long Size, long Wanted, long Weight, Action<JournalTransaction>? Judge, long Since)
    {
        public bool Asked { get; set; }
    }
}
