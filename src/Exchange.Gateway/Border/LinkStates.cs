using System.Collections.Concurrent;

namespace Exchange.Gateway.Border;

/// <summary>Whether the connections to the brokers stand, for health and for who asks.</summary>
internal sealed class LinkStates(ILogger<LinkStates> logger)
{
    private readonly ConcurrentDictionary<(PartyName Counterpart, bool Outgoing), LinkState> _states = new();
    private readonly ConcurrentDictionary<PartyName, bool> _resting = new();

    /// <summary>Whether anything is not consumed at present by a fault of our own.</summary>
    public bool AnyRests => _resting.Values.Any(rests => rests);

    public void SetResting(PartyName counterpart, bool rests) => _resting[counterpart] = rests;

    public void Set(PartyName counterpart, bool outgoing, LinkState state)
    {
        _states[(counterpart, outgoing)] = state;
        var direction = outgoing ? "mailbox at" : "own mailbox for";
        if (state.IsUp)
            logger.LogInformation("Connected to the {Direction} {Counterpart}", direction, counterpart);
        else
            logger.LogWarning("Not connected to the {Direction} {Counterpart}: {Reason}", direction, counterpart, state.Reason);
    }

    /// <summary>Nothing while no attempt has come to an end.</summary>
    public LinkState? Find(PartyName counterpart, bool outgoing) => _states.GetValueOrDefault((counterpart, outgoing));
}

/// <summary>Whether the connection to a broker stands, and if not, why.</summary>
/// <param name="Fault">Null when it is up.</param>
/// <param name="Reason">A sentence for an operator.</param>
internal sealed record LinkState(BorderFault? Fault, string Reason)
{
    public bool IsUp => Fault is null;

    public static LinkState Up(BrokerEndpoint endpoint) => new(null, $"Connected to {endpoint}.");

    public static LinkState Down(BorderException fault) => new(fault.Fault, fault.Message);
}
