namespace Exchange.Gateway.Store;

/// <summary>One case message, sent or judged. What it says lies apart, encrypted, in a <see cref="ContentRow"/>.</summary>
internal sealed class MessageRow
{
    public long Id { get; init; }

    public required string Counterpart { get; init; }

    public required bool Outgoing { get; init; }

    /// <summary>Absent, as are the next three, where the message could not be read; so are id and sequence where another message had them.</summary>
    public string? MessageId { get; init; }

    public string? ExchangeId { get; init; }

    public string? Kind { get; init; }

    public int? Sequence { get; init; }

    public required string Signed { get; init; }

    public required string Sealed { get; init; }

    public long? IssuedAt { get; init; }

    public long? ExpiresAt { get; init; }

    /// <summary>When we sent it, or when our log took or refused it.</summary>
    public required long RecordedAt { get; init; }

    /// <summary>What the recipient said of it (receipt code); absent while a sent message has no receipt.</summary>
    public int? Code { get; init; }

    public long? SettledAt { get; init; }

    /// <summary>Index of the entry in our own log that sent, took or refused it.</summary>
    public required long EntryIndex { get; init; }

    /// <summary>When its receipt was last made again, so that repeats stay rare.</summary>
    public long? RepeatedAt { get; init; }
}
