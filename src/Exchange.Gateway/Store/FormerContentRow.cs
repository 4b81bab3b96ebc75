namespace Exchange.Gateway.Store;

/// <summary>What a message says whose entry could not be entered again when a log of ours ended.</summary>
internal sealed class FormerContentRow
{
    public required string Origin { get; init; }

    /// <summary>−1 − the place of its entry in that log.</summary>
    public required long Index { get; init; }

    public byte[]? WrappedKey { get; init; }

    public byte[]? Content { get; init; }

    public byte[]? Signature { get; init; }
}
