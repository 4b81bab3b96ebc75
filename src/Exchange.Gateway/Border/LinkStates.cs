using System.Collections.Concurrent;

namespace Exchange.Gateway.Border;

/// <summary>Whether the connections to the brokers stand, for health and for who asks.</summary>
internal sealed class LinkStates(ILogger<LinkStates> logger)
{
    private readonly ConcurrentDictionary<(PartyName Counterpart, bool Outgoing), LinkState> _states = new();
    private readonly ConcurrentDictionary<(PartyName Counterpart, bool Outgoing), ShownCertificate> _shown = new();
    private readonly ConcurrentDictionary<PartyName, bool> _resting = new();

    /// <summary>Whether anything is not consumed at present by a fault of our own.</summary>
    public bool AnyRests => _resting.Values.Any(rests => rests);

    public void SetResting(PartyName counterpart, bool rests) => _resting[counterpart] = rests;

    public void Set(PartyName counterpart, bool outgoing, LinkState state)
    {
        _states[(counterpart, outgoing)] = state;
        if (state.Shown is { } shown)
            _shown[(counterpart, outgoing)] = shown;
        var direction = outgoing ? "mailbox at" : "own mailbox for";
        if (state.IsUp)
            logger.LogInformation("Connected to the {Direction} {Counterpart}", direction, counterpart);
        else
            logger.LogWarning("Not connected to the {Direction} {Counterpart}: {Reason}", direction, counterpart, state.Reason);
    }

    /// <summary>The certificate of the broker, as it was when it was last connected; null before that.</summary>
    public ShownCertificate? Shown(PartyName counterpart, bool outgoing) => _shown.GetValueOrDefault((counterpart, outgoing));

    /// <summary>Nothing while no attempt has come to an end.</summary>
    public LinkState? Find(PartyName counterpart, bool outgoing) => _states.GetValueOrDefault((counterpart, outgoing));
}

/// <summary>Whether the connection to a broker stands, and if not, why.</summary>
/// <param name="Fault">Null when it is up.</param>
/// <param name="Reason">A sentence for an operator.</param>
/// <param name="Shown">The certificate of a broker that is connected.</param>
internal sealed record LinkState(BorderFault? Fault, string Reason, ShownCertificate? Shown = null)
{
    public bool IsUp => Fault is null;

    public static LinkState Up(BrokerEndpoint endpoint, ShownCertificate? shown = null) => new(null, $"Connected to {endpoint}.", shown);

    public static LinkState Down(BorderException fault) => new(fault.Fault, fault.Message);
}
