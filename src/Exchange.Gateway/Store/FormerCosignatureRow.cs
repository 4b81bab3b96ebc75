namespace Exchange.Gateway.Store;

/// <summary>A counterpart’s cosignature of a head of a log of ours that has ended.</summary>
internal sealed class FormerCosignatureRow
{
    public required string Origin { get; init; }

    public required string Witness { get; init; }

    public required long Size { get; init; }

    public required string Line { get; init; }

    public required long ReceivedAt { get; init; }
}
