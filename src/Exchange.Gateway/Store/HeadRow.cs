namespace Exchange.Gateway.Store;

/// <summary>A verified head of a counterpart’s log.</summary>
internal sealed class HeadRow
{
    public required string Counterpart { get; init; }

    /// <summary>Name of the log: another one is another history.</summary>
    public required string Origin { get; init; }

    public required long Size { get; init; }

    public required byte[] Root { get; init; }

    /// <summary>Time of its signature, seconds since 1970.</summary>
    public required long SignedAt { get; init; }

    public required string Note { get; init; }

    public required long VerifiedAt { get; init; }

    /// <summary>Our own cosignature line, once given.</summary>
    public string? Cosignature { get; init; }
}
