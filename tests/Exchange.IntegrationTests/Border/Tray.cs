using System.Collections.Concurrent;
using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

/// <summary>Keeps what a consumer hands out, and acks it unless told not to.</summary>
internal sealed class Tray(bool acks = true)
{
    private readonly ConcurrentQueue<Delivery> _deliveries = [];

    public Delivery[] Deliveries => [.. _deliveries];

    public int[] Numbers => [.. _deliveries.Select(Post.Number)];

    public ValueTask TakeAsync(Delivery delivery)
    {
        _deliveries.Enqueue(delivery);
        return acks ? delivery.AckAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Waits until so many have come, and no more have.</summary>
    public Task HasAsync(int count) => Eventually.IsAsync(count, () => Task.FromResult(_deliveries.Count));
}
