namespace Exchange.Gateway.Store;

/// <summary>The sealed bytes of an outgoing message. Apart from the outbox's row, which changes while these do not.</summary>
internal sealed class SealedRow
{
    public required long OutboxId { get; init; }

    public required byte[] Bytes { get; init; }
}
