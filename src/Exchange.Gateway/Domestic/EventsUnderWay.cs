using System.Collections.Concurrent;
using Exchange.Protocol.Contracts;
using MassTransit;

namespace Exchange.Gateway.Domestic;

/// <summary>The events that each consumer was told and has not come to the end of, so that none is told twice at once.</summary>
internal sealed class EventsUnderWay : IReceiveObserver
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _ids = new(StringComparer.Ordinal);

    /// <summary>False if it is under way already, or too many are: then it is told again.</summary>
    public bool Begin(string consumer, string eventId) => Of(consumer) is var ids && ids.Count < Most && ids.TryAdd(eventId, 0);

    public void End(string consumer, string eventId) => Of(consumer).TryRemove(eventId, out _);

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => EndAsync(context);

    /// <summary>After the last of its retries.</summary>
    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => EndAsync(context);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private ConcurrentDictionary<string, byte> Of(string consumer) => _ids.GetOrAdd(consumer, _ => new(StringComparer.Ordinal));

    private Task EndAsync<T>(ConsumeContext<T> context)
        where T : class
    {
        if (context.Message is IGatewayEvent @event)
            End(context.ReceiveContext.InputAddress.Segments[^1], MessageId.Write(@event.EventId));
        return Task.CompletedTask;
    }
}
