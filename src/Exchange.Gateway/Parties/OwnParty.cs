using Exchange.Sealing;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Parties;

/// <summary>This gateway's own party: its card, and what its private keys can do.</summary>
internal sealed class OwnParty
{
    private readonly SigningIdentity _identity;
    private readonly Opener _opener;
    private readonly IKeyStore _keys;

    public OwnParty(PartyCard card, IKeyStore keys, Counterparts counterparts, TimeProvider clock)
    {
        (Card, Clock, _keys) = (card, clock, keys);
        _identity = SigningIdentity.Of(card, keys);
        // The opener also asks for the own trust, to distinguish a returned message of ours from a forgery.
        var trust = CardTrust.Of(card);
        _opener = new(card.Party, OpeningKeys.Of(card, keys), party => party == card.Party ? trust : counterparts.Find(party)?.Trust);
        LogKeys = LogVerifiers.Read(card.Log);
        LogSigners = new(Signer(keys.LogEd25519, card.Log.Origin), Signer(keys.LogMlDsa44, card.Log.Origin));
        WitnessSigner = Signer(keys.Witness, card.Witness.Name);
        RefuseUnless(LogSigners.Ed25519.Key == LogKeys.Ed25519 && LogSigners.MlDsa44.Key == LogKeys.MlDsa44, "log");
        RefuseUnless(Cosignature.TryReadKey(card.Witness, out var witness) && WitnessSigner.Key == witness, "witness");
    }

    public PartyName Name => Card.Party;

    public PartyCard Card { get; }

    public TimeProvider Clock { get; }

    public LogVerifiers LogKeys { get; }

    public LogSigners LogSigners { get; }

    public NoteSigner WitnessSigner { get; }

    public SealedMessage Seal(Message message, Counterpart to) => Sealer.Seal(message, _identity, to.Recipient, Clock.GetUtcNow());

    public OpenResult Open(ReadOnlyMemory<byte> bytes, Counterpart mailbox, DateTimeOffset now) => _opener.Open(bytes, mailbox.Name, now);

    /// <summary>True if a client key (SubjectPublicKeyInfo, DER) is ours: that of the card, or a former one.</summary>
    public bool HasClientKey(byte[] key) => _keys.Client(key) is not null;

    private static NoteSigner Signer(INoteKey key, string name) => new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);

    private static void RefuseUnless(bool isOurs, string what)
    {
        if (!isOurs)
        {
            throw new KeyStoreException(
                $"The {what} keys in the key store are not those of party.json. Card and keys belong together: restore both from "
                    + "one backup, or repeat 'exchange ledger renew' if it was interrupted."
            );
        }
    }
}

/// <summary>The exact bytes of our own card, as they were when this gateway started.</summary>
internal sealed record OwnCardFile(byte[] Bytes);
