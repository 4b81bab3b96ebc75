using System.Collections.Concurrent;
using Exchange.Protocol.Contracts;
using MassTransit;

namespace Exchange.Gateway.Domestic;

/// <summary>The events that were told and whose consumer has not come to its end, so that none is told twice at once.</summary>
internal sealed class EventsUnderWay : IReceiveObserver
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<Guid, byte> _ids = new();

    /// <summary>False if it is under way already, or too many are: then it is told again.</summary>
    public bool Begin(IGatewayEvent @event) => _ids.Count < Most && _ids.TryAdd(@event.EventId, 0);

    public void End(IGatewayEvent @event) => _ids.TryRemove(@event.EventId, out _);

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => EndAsync(context.Message);

    /// <summary>After the last of its retries.</summary>
    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class => EndAsync(context.Message);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private Task EndAsync(object message)
    {
        if (message is IGatewayEvent @event)
            End(@event);
        return Task.CompletedTask;
    }
}
