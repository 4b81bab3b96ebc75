using Exchange.Gateway.Journal;

namespace Exchange.Gateway.Api;

/// <summary>Whether the journal records at all: its turn comes, its database takes a batch, and the ledger's mark has followed the batch before.</summary>
internal sealed class JournalProbe(JournalWriter journal, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task? _last;

    public async Task<bool> RecordsAsync()
    {
        Task probe;
        // One at a time, for all who ask: a journal that stands still is not to be filled with questions.
        lock (_lock)
            probe = _last = _last is { IsCompleted: false } ? _last : journal.ProposeAsync(JournalTransaction.Nothing);
        await Task.WhenAny(probe, Task.Delay(Patience, clock));
        return probe.IsCompletedSuccessfully;
    }
}
