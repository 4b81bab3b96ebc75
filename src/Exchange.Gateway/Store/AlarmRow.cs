namespace Exchange.Gateway.Store;

/// <summary>An alarm of the witness, with the two notes that prove it.</summary>
internal sealed class AlarmRow
{
    public long Id { get; init; }

    public required string Counterpart { get; init; }

    public required string Alarm { get; init; }

    public required string Presented { get; init; }

    public string? Held { get; init; }

    public required long RaisedAt { get; init; }

    /// <summary>False while our log, in doubt, could not be told of it.</summary>
    public required bool Entered { get; init; }
}
