namespace Exchange.Gateway.Store;

/// <summary>A case message that cannot be judged yet.</summary>
internal sealed class ParkedRow
{
    public long Id { get; init; }

    public required string Counterpart { get; init; }

    public required string Sealed { get; init; }

    public required byte[] Bytes { get; init; }

    public required string Reason { get; init; }

    public required long ArrivedAt { get; init; }

    /// <summary>From when on it is worth judging again, whatever else has come; 0 for always.</summary>
    public long LookAt { get; init; }

    /// <summary>What makes it worth judging before: the id of an exchange, or the digest of a message's signature.</summary>
    public string? Awaits { get; init; }

    /// <summary>The exchange that it belongs to, where that is known.</summary>
    public string? ExchangeId { get; init; }
}
