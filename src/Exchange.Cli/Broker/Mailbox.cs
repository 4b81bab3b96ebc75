using System.Net;

namespace Exchange.Cli.Broker;

/// <summary>The parameters of a party's mailbox broker: logins, listener and files.</summary>
internal sealed record Mailbox
{
    /// <summary>The owner; its gateway logs in under this name.</summary>
    public required PartyName Owner { get; init; }

    /// <summary>Parties that may deliver, each under its own name.</summary>
    public required IReadOnlyList<PartyName> Counterparts { get; init; }

    /// <summary>Address and port; <see cref="IPAddress.Any"/> is every address.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>
    /// The owner's own CA certificates (PEM), and no others: who issues certificates that chain to them can log in under any name.
    /// </summary>
    public required string AuthoritiesFile { get; init; }

    /// <summary>The broker's own certificate chain (PEM, leaf first).</summary>
    public required string CertificateFile { get; init; }

    /// <summary>Its private key (PEM); the broker needs it without a passphrase.</summary>
    public required string KeyFile { get; init; }
    public required string DefinitionsFile { get; init; }

    /// <summary>Folder where the broker finds the revocation lists of those authorities.</summary>
    public required string RevocationFolder { get; init; }
    public MailboxLimits Limits { get; init; } = new();
}

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
