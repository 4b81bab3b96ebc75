using Exchange.Protocol.Contracts;

namespace Exchange.Gateway.Journal;

/// <summary>Events that are raised: each consumer that takes one has a row of its own, and is told until it has cleared that.</summary>
internal sealed class EventOutbox(IEnumerable<EventConsumer> consumers)
{
    public void Raise(JournalTransaction transaction, IGatewayEvent @event)
    {
        foreach (var consumer in consumers.Where(consumer => consumer.Takes(@event)))
            EventTable.Insert(transaction.Sql, consumer.Name, @event);
    }
}

/// <summary>Who is told of events, and of which.</summary>
/// <param name="Name">Of its queue on the national bus.</param>
/// <param name="Takes">True if something may follow from an event.</param>
internal sealed record EventConsumer(string Name, Func<IGatewayEvent, bool> Takes);
