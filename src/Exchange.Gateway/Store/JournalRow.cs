namespace Exchange.Gateway.Store;

/// <summary>The one row that says how many batches the journal has committed: read back when a commit's outcome is unknown.</summary>
internal sealed class JournalRow
{
    public required int Id { get; init; }

    public required long Batch { get; init; }

    /// <summary>What was found of our log that is not as it was signed, until it has been read through and is whole.</summary>
    public string? Damage { get; init; }

    /// <summary>Why we cosign nobody's log until an operator says so: our own memory was restored, or is not whole.</summary>
    public string? WitnessHalted { get; init; }
}
