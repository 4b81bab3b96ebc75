namespace Exchange.Protocol.Api;

/// <summary>Entries that were searched for.</summary>
/// <param name="Entries">In the order of the log.</param>
/// <param name="Next">Index from which to go on; absent at the end of the log.</param>
public sealed record FoundEntriesView(IReadOnlyList<FoundEntriesView.Entry> Entries, long? Next)
{
    public const int Most = 200;

    /// <summary>The exact text of a leaf, and where it stands.</summary>
    public sealed record Entry(long Index, string Leaf);
}
