namespace Exchange.Gateway.Store;

/// <summary>A head of our own log that we signed.</summary>
internal sealed class CheckpointRow
{
    public required long Size { get; init; }

    public required string Note { get; init; }

    public required long SignedAt { get; init; }
}
