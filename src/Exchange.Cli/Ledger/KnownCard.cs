using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>A party card as it verifies a log: the keys of the party's log and of its witness.</summary>
/// <param name="Card">The card.</param>
/// <param name="Bytes">Its exact bytes.</param>
internal sealed record KnownCard(PartyCard Card, byte[] Bytes)
{
    public LogVerifiers? LogKeys { get; } = LogVerifiers.TryRead(Card.Log, out var keys) ? keys : null;

    public VerifierKey? WitnessKey { get; } = Cosignature.TryReadKey(Card.Witness, out var key) ? key : null;

    public PartyName Party => Card.Party;

    /// <summary>What two officers read to each other.</summary>
    public string Fingerprint { get; } = Protocol.Parties.Fingerprint.Of(Bytes);

    public override string ToString() => $"{Party} {Card.Serial}";
}
