namespace Exchange.Gateway.Home;

/// <summary>What the log says beyond what an operator needs.</summary>
internal sealed record LogSettings
{
    /// <summary>A line for each durable step of each message, so that a fault can be put on it from outside. Default: no.</summary>
    public bool Steps { get; init; }
}
