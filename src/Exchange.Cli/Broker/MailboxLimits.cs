namespace Exchange.Cli.Broker;

/// <summary>How much one counterpart may have lying in its mailbox. What does not fit is refused, and its sender tries again.</summary>
internal sealed record MailboxLimits
{
    /// <summary>Bodies in the queue of messages.</summary>
    public int MaximumLength { get; init; } = 100_000;

    /// <summary>Bytes of bodies in the queue of messages.</summary>
    public long MaximumBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>
    /// Deliveries without an ack before a body is dead-lettered. It ends a body that kills every gateway that takes it;
    /// what is dead-lettered without blame comes again by the sender's resend. Unlimited by default before RabbitMQ 4.0.
    /// </summary>
    public int DeliveryLimit { get; init; } = 20;
}
