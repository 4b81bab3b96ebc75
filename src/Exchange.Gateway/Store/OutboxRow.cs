namespace Exchange.Gateway.Store;

/// <summary>A sealed message on its way out. A link message goes with its confirm, a case message with its receipt.</summary>
internal sealed class OutboxRow
{
    public long Id { get; init; }

    public required string Counterpart { get; init; }

    public required string MessageId { get; init; }

    public required bool Link { get; init; }

    /// <summary>Code of the kind; a question for a missing checkpoint is told apart from a cosignature.</summary>
    public required string Kind { get; init; }

    /// <summary>When resending ends.</summary>
    public required long GiveUpAt { get; init; }

    public int Attempts { get; init; }

    public long? ConfirmedAt { get; init; }

    public long? NextAttemptAt { get; init; }

    public long? SettledAt { get; init; }
}
