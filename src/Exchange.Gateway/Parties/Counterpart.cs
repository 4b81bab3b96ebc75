using Exchange.Sealing;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Parties;

/// <summary>One counterpart as this gateway believes it to be: immutable, replaced whole when a card or a grant is taken.</summary>
/// <param name="Card">The card in force.</param>
/// <param name="Grant">How its mailbox is reached; nothing until a grant is taken.</param>
internal sealed record Counterpart(PartyCard Card, MailboxGrant? Grant)
{
    public PartyName Name => Card.Party;

    public CounterpartTrust Trust { get; } = CardTrust.Of(Card);

    public SealingRecipient Recipient { get; } = SealingRecipient.Of(Card);

    public LogVerifiers LogKeys { get; } = LogVerifiers.Read(Card.Log);

    public VerifierKey WitnessKey { get; } = Cosignature.TryReadKey(Card.Witness, out var key)
        ? key
        : throw new FormatException("A witness has one ML-DSA-44 verifier key, named as itself.");

    public override string ToString() => Name.Value;
}
