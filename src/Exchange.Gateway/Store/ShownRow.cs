namespace Exchange.Gateway.Store;

/// <summary>The largest head of our log that a counterpart has shown and that our log did not lead to, until it does.</summary>
internal sealed class ShownRow
{
    public required string Counterpart { get; init; }

    /// <summary>The signed note.</summary>
    public required string Note { get; init; }
}
