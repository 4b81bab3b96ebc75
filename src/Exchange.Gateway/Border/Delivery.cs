namespace Exchange.Gateway.Border;

/// <summary>What lay in a mailbox, as its sender put it there: nothing about it is proven.</summary>
internal sealed class Delivery(Func<ValueTask> acknowledge)
{
    private int _acked;

    /// <summary>Our own copy.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>A hint for operators, never an identity.</summary>
    public string? MessageId { get; init; }

    /// <summary>Handed out before, here or elsewhere, and not acked.</summary>
    public bool Redelivered { get; init; }

    /// <summary>Takes it out of the mailbox. From any thread, in any order; nothing happens if its connection is gone: it comes again.</summary>
    public ValueTask AckAsync() => Interlocked.Exchange(ref _acked, 1) == 0 ? acknowledge() : ValueTask.CompletedTask;
}
