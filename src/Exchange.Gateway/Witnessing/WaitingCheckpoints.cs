using System.Runtime.InteropServices;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Checkpoints that are not proved from the newest one that we hold, in memory. They are judged again when a missing one arrives; the
/// missing one is requested after two seconds. They are dropped after a minute (the resend of the message brings a new receipt).
/// </summary>
internal sealed class WaitingCheckpoints(TimeProvider clock)
{
    private static readonly TimeSpan BeforeAsking = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeforeDropping = TimeSpan.FromMinutes(1);
    private const int MostOfOne = 1024;
    private const long MostCharactersOfOne = 8 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<PartyName, List<WaitingCheckpoint>> _waiting = [];

    /// <summary>Raised with proposals that can be judged again.</summary>
    public event Action<Action<JournalTransaction>>? Ready;

    /// <summary>Keeps one until it can be judged.</summary>
    /// <param name="wanted">Size of the checkpoint that is missing.</param>
    /// <param name="weight">Characters of everything that came with it.</param>
    public void Put(PartyName counterpart, long size, long wanted, long weight, Action<JournalTransaction> judge)
    {
        lock (_lock)
        {
            // A checkpoint that was judged again and still waits keeps its time of arrival.
            var own = Of(counterpart);
            var first = own.Find(waiting => waiting.Size == size && waiting.Judge is null);
            if (first is not null)
                own.Remove(first);
            if (own.Count < MostOfOne && own.Sum(waiting => waiting.Weight) + weight <= MostCharactersOfOne)
                own.Add(new(size, wanted, weight, judge, first?.Since ?? clock.GetTimestamp()) { Asked = first?.Asked ?? false });
        }
    }

    /// <summary>
    /// A checkpoint of this size has come: those that waited for it, or are no larger, can be judged again. No others, so that its cost is
    /// limited.
    /// </summary>
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

    /// <summary>
    /// The smallest missing size that was not requested yet, because larger ones are proved from it; drops those that have waited too long.
    /// </summary>
    public long? Wanted(PartyName counterpart)
    {
        lock (_lock)
        {
            var own = Of(counterpart);
            own.RemoveAll(waiting => clock.GetElapsedTime(waiting.Since) > BeforeDropping);
            // A size that waits here is not missing; the one that it waits for is.
            var here = own.Select(waiting => waiting.Size).ToHashSet();
            var missing = own.FindAll(waiting =>
                !waiting.Asked && !here.Contains(waiting.Wanted) && clock.GetElapsedTime(waiting.Since) >= BeforeAsking
            );
            var smallest = missing.MinBy(waiting => waiting.Wanted)?.Wanted;
            missing.FindAll(waiting => waiting.Wanted == smallest).ForEach(waiting => waiting.Asked = true);
            return smallest;
        }
    }

    private List<WaitingCheckpoint> Of(PartyName counterpart) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_waiting, counterpart, out _) ??= [];

    // Without a judgement it represents one that is being judged again.
    private sealed record WaitingCheckpoint(long Size, long Wanted, long Weight, Action<JournalTransaction>? Judge, long Since)
    {
        public bool Asked { get; set; }
    }
}
