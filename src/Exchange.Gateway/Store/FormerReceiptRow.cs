namespace Exchange.Gateway.Store;

/// <summary>A receipt that an entry of a log of ours that has ended tells of, as it is exported with that log.</summary>
internal sealed class FormerReceiptRow
{
    public required string Origin { get; init; }

    public required long EntryIndex { get; init; }

    public required string Counterpart { get; init; }

    /// <summary>Origin of the recipient's log.</summary>
    public required string HeadOrigin { get; init; }

    /// <summary>Size of the recipient's log at that head.</summary>
    public required long Size { get; init; }

    /// <summary>The item as JSON.</summary>
    public required string Item { get; init; }
}
