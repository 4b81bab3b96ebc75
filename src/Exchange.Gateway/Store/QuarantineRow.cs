namespace Exchange.Gateway.Store;

/// <summary>Something that arrived and is nobody’s proven word: counted, kept, never answered.</summary>
internal sealed class QuarantineRow
{
    public long Id { get; init; }

    public required string Counterpart { get; init; }

    public required string Sealed { get; init; }

    public required int Code { get; init; }

    public required long ArrivedAt { get; init; }

    public required byte[] Bytes { get; init; }

    /// <summary>How often it arrived.</summary>
    public required int Times { get; init; }
}
