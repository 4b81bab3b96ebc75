using System.Diagnostics;
using System.Threading.Channels;

namespace Exchange.Gateway.Journal;

/// <summary>The proposals that wait for the journal, and how many of them share a batch. Any thread may add, one takes.</summary>
internal sealed class ProposalQueue
{
    public const int MaximumBatch = 256;

    private const int Places = 4096;

    private static readonly TimeSpan PerProposal = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly Channel<Proposal> _waiting = Channel.CreateBounded<Proposal>(
        new BoundedChannelOptions(Places) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    /// <exception cref="JournalUnavailableException">The queue has ended.</exception>
    public async Task AddAsync(Proposal proposal, CancellationToken cancellation)
    {
        try
        {
            await _waiting.Writer.WriteAsync(proposal, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new JournalUnavailableException("The gateway is stopping; nothing was recorded.");
        }
    }

    /// <summary>Accepts no more; what waits can still be taken.</summary>
    public void End() => _waiting.Writer.TryComplete();

    /// <summary>Waits for the next batch, which replaces the former one in <paramref name="batch"/>.</summary>
    /// <returns>False if the queue has ended.</returns>
    public bool Take(List<Proposal> batch)
    {
        // Real time, independent of the gateway's clock.
        var (since, wait) = (Stopwatch.GetTimestamp(), WaitAfter(batch.Count));
        batch.Clear();
        if (!_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            return false;
        wait -= Stopwatch.GetElapsedTime(since);
        if (wait > TimeSpan.Zero)
            Thread.Sleep(wait);
        while (batch.Count < MaximumBatch && _waiting.Reader.TryRead(out var proposal))
            batch.Add(proposal);
        return true;
    }

    /// <summary>
    /// How long after a batch the next one begins. A signature, a commit and a receipt cost the same for one proposal as for a
    /// hundred, so under load more proposals share a batch; after a batch of one the next does not wait.
    /// </summary>
    internal static TimeSpan WaitAfter(int proposals) =>
        proposals <= 1 ? TimeSpan.Zero
        : PerProposal * (proposals - 1) is var wait && wait < LongestWait ? wait
        : LongestWait;
}
