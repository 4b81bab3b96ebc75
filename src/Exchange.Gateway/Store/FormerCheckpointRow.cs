namespace Exchange.Gateway.Store;

/// <summary>A head that we signed of a log of ours that has ended.</summary>
internal sealed class FormerCheckpointRow
{
    public required string Origin { get; init; }

    public required long Size { get; init; }

    public required string Note { get; init; }

    public required long SignedAt { get; init; }
}
