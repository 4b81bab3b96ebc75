namespace Exchange.Gateway.Store;

/// <summary>A counterpart’s cosignature of a head of our log.</summary>
internal sealed class CosignatureRow
{
    public required string Witness { get; init; }

    public required long Size { get; init; }

    public required string Line { get; init; }

    public required long ReceivedAt { get; init; }
}
