namespace Exchange.Gateway.Store;

/// <summary>A mailbox grant that our log has recorded as taken.</summary>
internal sealed class GrantRow
{
    /// <summary>Whose mailbox it is for.</summary>
    public required string At { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string Digest { get; init; }

    public required long TakenAt { get; init; }
}
