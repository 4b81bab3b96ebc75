using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>A party card with the keys that verify its party's ledger and witness.</summary>
/// <param name="Card">The card.</param>
/// <param name="Bytes">Its exact bytes.</param>
internal sealed record KnownCard(PartyCard Card, byte[] Bytes)
{
    public LogVerifiers? LogKeys { get; } = LogVerifiers.TryRead(Card.Log, out var keys) ? keys : null;

    public VerifierKey? WitnessKey { get; } = Cosignature.TryReadKey(Card.Witness, out var key) ? key : null;

    public PartyName Party => Card.Party;

    /// <summary>The fingerprint that officers compare.</summary>
    public string Fingerprint { get; } = Protocol.Parties.Fingerprint.Of(Bytes);

    public override string ToString() => $"{Party} {Card.Serial}";
}
