using Exchange.Sealing;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Parties;

/// <summary>One counterpart by its card and grant: immutable, replaced when a card or a grant is imported.</summary>
/// <param name="Card">The card in force.</param>
/// <param name="Grant">How its mailbox is reached; null until a grant is accepted.</param>
internal sealed record Counterpart(PartyCard Card, MailboxGrant? Grant)
{
    public PartyName Name => Card.Party;

    public CounterpartTrust Trust { get; } = CardTrust.Of(Card);

    public SealingRecipient Recipient { get; } = SealingRecipient.Of(Card);

    public LogVerifiers LogKeys { get; } = LogVerifiers.Read(Card.Log);

    public VerifierKey WitnessKey { get; } =
        Cosignature.TryReadKey(Card.Witness, out var key)
            ? key
            : throw new FormatException("A witness must have one ML-DSA-44 verifier key with its own name.");

    public override string ToString() => Name.Value;
}
