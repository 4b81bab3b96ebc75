namespace Exchange.Gateway.Store;

/// <summary>An entry of a log of ours that has ended.</summary>
internal sealed class FormerEntryRow
{
    public required string Origin { get; init; }

    public required long Index { get; init; }

    public required byte[] Leaf { get; init; }
}
