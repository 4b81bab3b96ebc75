namespace Exchange.Gateway.Border;

/// <summary>Bytes that may be in hand at once; one body alone always may.</summary>
internal sealed class ByteBudget(long limit)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _given;
    private long _used;

    /// <summary>Takes so many, and returns null; or takes nothing, and returns what completes when some are given back.</summary>
    public Task? Take(int bytes)
    {
        lock (_gate)
        {
            if (_used > 0 && _used + bytes > limit)
                return (_given ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            _used += bytes;
            return null;
        }
    }

    public void Give(int bytes)
    {
        TaskCompletionSource? given;
        lock (_gate)
        {
            _used -= bytes;
            (given, _given) = (_given, null);
        }
        given?.SetResult();
    }
}
