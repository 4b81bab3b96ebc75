namespace Exchange.Protocol.Contracts;

/// <summary>What a gateway tells its own nation. Told again until its consumer has recorded what follows from it.</summary>
public interface IGatewayEvent
{
    /// <summary>The same whenever the event is told again.</summary>
    public Guid EventId { get; }
}
