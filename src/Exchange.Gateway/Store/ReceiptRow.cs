namespace Exchange.Gateway.Store;

/// <summary>What proves what became of a message of ours: an item of a receipt, and the head of the recipient's log that it is proved under.</summary>
internal sealed class ReceiptRow
{
    /// <summary>Index of the entry in our own log that says so.</summary>
    public required long EntryIndex { get; init; }

    public required string Counterpart { get; init; }

    public required string MessageId { get; init; }

    /// <summary>Origin of the recipient's log.</summary>
    public required string Origin { get; init; }

    /// <summary>Size of the recipient's log at that head.</summary>
    public required long Size { get; init; }

    /// <summary>The item as JSON.</summary>
    public required string Item { get; init; }
}
