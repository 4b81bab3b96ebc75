namespace Exchange.Cli.Broker;

/// <summary>Limits of one counterpart's mailbox. What does not fit is refused, and its sender tries again.</summary>
internal sealed record MailboxLimits
{
    /// <summary>Bodies in the queue of messages.</summary>
    public int MaximumLength { get; init; } = 100_000;

    /// <summary>Bytes of bodies in the queue of messages.</summary>
    public long MaximumBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>
    /// Deliveries without an ack before a message is dead-lettered. It stops a message that kills every gateway that reads it;
    /// a valid one that is dead-lettered comes again by the sender's resend. Unlimited by default before RabbitMQ 4.0.
    /// </summary>
    public int DeliveryLimit { get; init; } = 20;
}
