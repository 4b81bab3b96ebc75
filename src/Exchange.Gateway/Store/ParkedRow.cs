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

    /// <summary>The exchange that it belongs to, where that is known.</summary>
    public string? ExchangeId { get; init; }
}
