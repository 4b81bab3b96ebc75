namespace Exchange.Gateway.Store;

/// <summary>A party card that our log has recorded as taken.</summary>
internal sealed class CardRow
{
    public required string Party { get; init; }

    public required int Serial { get; init; }

    public required byte[] Bytes { get; init; }

    public required long TakenAt { get; init; }
}
