namespace Exchange.Gateway.Store;

/// <summary>What our log was last told of something that lies outside the database, so that a change is entered once.</summary>
internal sealed class RecordedRow
{
    public required string Name { get; init; }

    public required string Value { get; init; }
}
