namespace Exchange.Gateway.Store;

/// <summary>One exchange with one counterpart. Made anew from our ledger by <c>db rebuild</c>.</summary>
internal sealed class ExchangeRow
{
    public required string Counterpart { get; init; }

    public required string ExchangeId { get; init; }

    public required string Reference { get; init; }

    public required bool OpenedByUs { get; init; }

    public required long OpenedAt { get; init; }

    /// <summary>Code of its status.</summary>
    public required string Status { get; init; }

    public long? DueAt { get; init; }

    /// <summary>Index of the newest entry that changed it.</summary>
    public required long LastEntry { get; init; }

    /// <summary>The whole folded state, as JSON.</summary>
    public required string State { get; init; }
}
