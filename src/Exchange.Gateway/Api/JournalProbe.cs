namespace Exchange.Gateway.Api;

/// <summary>
/// Whether the journal works, by its newest batch, so that a probe of a working gateway costs nothing. While it fails, an empty batch is
/// tried from time to time, independent of the number of probes, to detect that it works again.
/// </summary>
internal sealed class JournalProbe(JournalWriter journal, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task? _trial;
    private long _tried;

    public bool Records()
    {
        if (!journal.Fails)
            return true;
        lock (_lock)
        {
            if (_trial is null || (_trial.IsCompleted && clock.GetElapsedTime(_tried) >= Pause))
                (_trial, _tried) = (journal.ProposeAsync("probe", JournalTransaction.Nothing), clock.GetTimestamp());
        }

        return false;
    }
}
