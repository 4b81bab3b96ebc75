namespace Exchange.Gateway.Store;

/// <summary>A full tile of a log of ours that has ended.</summary>
internal sealed class FormerTileRow
{
    public required string Origin { get; init; }

    public required int Level { get; init; }

    public required long Index { get; init; }

    public required byte[] Hashes { get; init; }
}
