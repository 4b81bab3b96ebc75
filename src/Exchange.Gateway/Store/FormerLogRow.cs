namespace Exchange.Gateway.Store;

/// <summary>A log of ours that ended when the officers agreed on a new origin.</summary>
internal sealed class FormerLogRow
{
    public required string Origin { get; init; }

    public required long Size { get; init; }

    /// <summary>Its newest signed note; nothing if the log was not whole any more.</summary>
    public string? Note { get; init; }

    public required long EndedAt { get; init; }
}
