namespace Exchange.Gateway.Store;

/// <summary>An event for the national bus: published after the commit, and again at start until its consumer has cleared it.</summary>
internal sealed class EventRow
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Body { get; init; }

    public required long RaisedAt { get; init; }
}
