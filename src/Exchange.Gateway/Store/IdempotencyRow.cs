namespace Exchange.Gateway.Store;

/// <summary>What a caller asked for under a key of its own, so that asking again does nothing.</summary>
internal sealed class IdempotencyRow
{
    public required string Key { get; init; }

    public required string RequestDigest { get; init; }

    public required string MessageId { get; init; }

    public required long At { get; init; }
}
