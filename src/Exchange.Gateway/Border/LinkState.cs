namespace Exchange.Gateway.Border;

/// <summary>Whether the connection to a broker stands, and if not, why.</summary>
/// <param name="Fault">Null when it is up.</param>
/// <param name="Reason">A sentence for an operator.</param>
internal sealed record LinkState(BorderFault? Fault, string Reason)
{
    public bool IsUp => Fault is null;

    public static LinkState Up(BrokerEndpoint endpoint) => new(null, $"Connected to {endpoint}.");

    public static LinkState Down(BorderException fault) => new(fault.Fault, fault.Message);
}
