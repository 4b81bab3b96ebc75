using System.Threading.Channels;
using RabbitMQ.Client;

namespace Exchange.Gateway.Border;

/// <summary>
/// Takes one channel's deliveries off the client's hands. The broker's prefetch and the budget bound it; what waits here when the
/// session ends is dropped, as it comes again.
/// </summary>
internal sealed class DeliveryQueue(IChannel channel, AckWriter acks, ByteBudget budget, Action cancelled)
    : AsyncDefaultBasicConsumer(channel)
{
    private readonly Channel<Delivery> _deliveries = System.Threading.Channels.Channel.CreateUnbounded<Delivery>(
        new() { SingleReader = true, SingleWriter = true }
    );

    public ChannelReader<Delivery> Deliveries => _deliveries.Reader;

    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default
    )
    {
        var size = body.Length;
        _deliveries.Writer.TryWrite(
            new(() => Ack(deliveryTag, size))
            {
                // The client takes its buffer back.
                Body = body.ToArray(),
                ContentType = properties.ContentType,
                MessageId = properties.MessageId,
                Redelivered = redelivered,
            }
        );
        return Task.CompletedTask;
    }

    /// <summary>The broker ended the consumer, not the channel: its queue was deleted or has moved.</summary>
    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        cancelled();
        return Task.CompletedTask;
    }

    private ValueTask Ack(ulong number, int size)
    {
        budget.Give(size);
        acks.Ack(number);
        return ValueTask.CompletedTask;
    }
}

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

    /// <summary>
    /// Takes it out of the mailbox. From any thread, in any order; nothing happens if its connection is gone: it comes again.
    /// </summary>
    public ValueTask AckAsync() => Interlocked.Exchange(ref _acked, 1) == 0 ? acknowledge() : ValueTask.CompletedTask;
}
