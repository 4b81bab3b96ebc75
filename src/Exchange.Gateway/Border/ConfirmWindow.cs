namespace Exchange.Gateway.Border;

/// <summary>
/// What was published on one channel and is not confirmed, by its number: the first is 1, as the broker counts. We keep
/// it ourselves because the client, to do so, would add a header to what crosses.
/// </summary>
internal sealed class ConfirmWindow(BrokerEndpoint endpoint, int size, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _places = new(size);
    private readonly Dictionary<ulong, PendingPublish> _sent = [];
    private ulong _oldest = 1;
    private ulong _next = 1;

    /// <summary>Waits for a free place. Called by the one sender, before <see cref="Add"/>.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _places.WaitAsync(cancellation);

    /// <summary>Numbers a publish that is sent next.</summary>
    public void Add(PendingPublish publish)
    {
        publish.SentAt = clock.GetTimestamp();
        lock (_gate)
            _sent.Add(_next++, publish);
    }

    public void Confirmed(ulong number, bool multiple) => Settle(number, multiple, accepted: true);

    public void Refused(ulong number, bool multiple) => Settle(number, multiple, accepted: false);

    /// <summary>A return carries no number. Returns come in the order of the publishes, each before its confirm.</summary>
    public void Returned(string? messageId, string reason)
    {
        lock (_gate)
        {
            for (var number = _oldest; number < _next; number++)
            {
                if (_sent.TryGetValue(number, out var publish) && publish.Returned is null && publish.MessageId == messageId)
                {
                    publish.Returned = reason;
                    return;
                }
            }
        }
    }

    /// <summary>Whether the oldest has waited longer for its confirm.</summary>
    public bool HasWaited(TimeSpan limit)
    {
        lock (_gate)
            return _sent.TryGetValue(_oldest, out var publish) && clock.GetElapsedTime(publish.SentAt) > limit;
    }

    public void FailAll(BorderException fault)
    {
        lock (_gate)
        {
            foreach (var publish in _sent.Values)
                publish.Fail(fault);
            _sent.Clear();
        }
    }

    public void Dispose() => _places.Dispose();

    private void Settle(ulong number, bool multiple, bool accepted)
    {
        lock (_gate)
        {
            // The broker chooses the number: one beyond any that was published settles all that were.
            for (var each = multiple ? _oldest : number; each <= number && each < _next; each++)
            {
                if (_sent.Remove(each, out var publish))
                {
                    Settle(publish, accepted);
                    _places.Release();
                }
            }
            while (_oldest < _next && !_sent.ContainsKey(_oldest))
                _oldest++;
        }
    }

    private void Settle(PendingPublish publish, bool accepted)
    {
        if (publish.Returned is { } reason)
        {
            publish.Fail(new(BorderFault.Returned, $"{endpoint} has no place for messages: {reason}."));
        }
        else if (accepted)
        {
            publish.Confirm();
        }
        else
        {
            publish.Fail(
                new(BorderFault.Refused, $"{endpoint} refused message {publish.MessageId}: the mailbox is full, or cannot take more now.")
            );
        }
    }
}
