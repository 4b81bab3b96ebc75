namespace Exchange.Gateway.Store;

/// <summary>One exchange with one counterpart. Can be made anew from our log.</summary>
internal sealed class ExchangeRow
{
    public required string Counterpart { get; init; }

    public required string ExchangeId { get; init; }

    public required string Reference { get; init; }

    public required bool OpenedByUs { get; init; }

    public required long OpenedAt { get; init; }
}
