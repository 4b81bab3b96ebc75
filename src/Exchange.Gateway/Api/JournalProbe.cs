namespace Exchange.Gateway.Api;

/// <summary>
/// Whether the journal records. Its newest batch says so: whoever asks a gateway that is well costs it nothing. While it
/// fails, an empty batch is tried now and then, however many ask, so that it is known when it is well again.
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
