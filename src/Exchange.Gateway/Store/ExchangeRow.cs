namespace Exchange.Gateway.Store;

/// <summary>One exchange with one counterpart: its reference, and the key of its content at rest.</summary>
internal sealed class ExchangeRow
{
    public required string Counterpart { get; init; }

    public required string ExchangeId { get; init; }

    public required string Reference { get; init; }

    public required bool OpenedByUs { get; init; }

    public required long OpenedAt { get; init; }

    /// <summary>The data key of this exchange, wrapped by the storage key.</summary>
    public required byte[] DataKey { get; init; }
}
