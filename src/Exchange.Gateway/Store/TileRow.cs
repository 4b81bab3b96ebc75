namespace Exchange.Gateway.Store;

/// <summary>A full tile of our log: 256 hashes.</summary>
internal sealed class TileRow
{
    public required int Level { get; init; }

    public required long Index { get; init; }

    public required byte[] Hashes { get; init; }
}
