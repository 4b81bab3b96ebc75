namespace Exchange.Gateway.Store;

/// <summary>One entry of our log: the exact bytes of its leaf.</summary>
internal sealed class EntryRow
{
    public required long Index { get; init; }

    public required byte[] Leaf { get; init; }

    public string? ExchangeId { get; init; }
}
