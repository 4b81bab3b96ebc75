namespace Exchange.Gateway.Store;

/// <summary>Where we stand with one counterpart.</summary>
internal sealed class LinkRow
{
    public required string Counterpart { get; init; }

    /// <summary>Size of the newest head of our log that we sent it; 0 for none.</summary>
    public required long SentSize { get; init; }

    public long? SentAt { get; init; }

    /// <summary>Why the link is suspended (fork, unproven), or nothing.</summary>
    public string? Suspended { get; init; }

    public long? SuspendedAt { get; init; }

    /// <summary>How many arrivals in its mailbox were quarantined.</summary>
    public long Quarantined { get; init; }

    /// <summary>How many of them our log has counted.</summary>
    public long QuarantineCounted { get; init; }

    public long? QuarantineCountedAt { get; init; }
}
