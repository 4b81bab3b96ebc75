using Exchange.Cli.Parties;
using Exchange.Gateway.Home;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Evidence;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Sealing;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Exchange.Tests.Gateway;

namespace Exchange.Tests.Evidence;

/// <summary>
/// A message from MYS to BGD, signed and recorded by both as real gateways would: the parties are founded once, and anything about the rest
/// may be another.
/// </summary>
internal sealed class TestBundle
{
    public static readonly DateTimeOffset Time = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<(Founded Sender, Founded Recipient)> Parties = new(() => (new("MYS"), new("BGD")));

    private readonly Lazy<BundleParts> _parts;

    public TestBundle() => _parts = new(Make);

    public static EvidenceVerification Verification { get; } = new(NoteSignatures.Verify, KeptSignature.Judge);

    public static Founded Sender => Parties.Value.Sender;

    public static Founded Recipient => Parties.Value.Recipient;

    public bool WithContent { get; init; } = true;

    public bool BySender { get; init; } = true;

    public MessageHeader Header { get; init; } = TestGateway.TheirRequest(Time);

    /// <summary>What was signed; nothing for a well-formed message of the header.</summary>
    public byte[]? Content { get; init; }

    public Founded SignedBy { get; init; } = Sender;

    public Func<LeafDraft, LeafDraft> ChangeSent { get; init; } = draft => draft;

    public Func<LeafDraft, LeafDraft> ChangeJudged { get; init; } = draft => draft;

    public LogSigners SentSigners { get; init; } = Sender.Log;

    public NoteSigner SentWitness { get; init; } = Recipient.Witness;

    public NoteSigner JudgedWitness { get; init; } = Sender.Witness;

    public DateTimeOffset JudgedAt { get; init; } = Time.AddSeconds(3);

    public BundleParts Parts => _parts.Value;

    public SortedDictionary<string, ReadOnlyMemory<byte>> Files => BundleWriter.Write(Parts);

    public EvidenceVerdict Verify() => Verification.Verify(Files);

    public static ReadOnlyMemory<byte>[] Cards => [Sender.Card.Bytes, Recipient.Card.Bytes];

    /// <summary>Files with one of them changed, and the manifest made to fit again.</summary>
    public static SortedDictionary<string, ReadOnlyMemory<byte>> With(
        SortedDictionary<string, ReadOnlyMemory<byte>> files,
        string name,
        byte[] content
    )
    {
        var changed = new SortedDictionary<string, ReadOnlyMemory<byte>>(files, StringComparer.Ordinal) { [name] = content };
        if (name != BundleFiles.Checksums)
            changed[BundleFiles.Checksums] = ChecksumList.Write(changed);
        return changed;
    }

    private BundleParts Make()
    {
        var content = Content ?? MessageWriter.Write(Header, TestGateway.Request).Bytes.ToArray();
        var signed = SignedMessage.Sign(content, SignedBy.Identity, Header.IssuedAt);
        var word = KeptSignature.Judge(signed.Detached, content, SignedBy.Card.Card, JudgedAt);
        var sent = ChangeSent(Draft(LedgerEvents.MessageSent, Recipient, signed.Signed));
        var judged = ChangeJudged(Draft(LedgerEvents.MessageAccepted, Sender, signed.Signed) with { Code = ReceiptCode.Accepted });
        return new()
        {
            Message = WithContent ? content : default(ReadOnlyMemory<byte>?),
            Signature = signed.Detached,
            SignerChain = word.Chain,
            IsRevocationKnown = word.IsRevocationKnown,
            SignedAt = word.SigningTime,
            Sender = Sender.Card,
            Recipient = Recipient.Card,
            Sent = BySender ? Entry(Sender, sent, SentSigners, SentWitness, at: Time, index: 4, size: 11) : null,
            Judged = Entry(Recipient, judged, Recipient.Log, JudgedWitness, JudgedAt, index: 6, size: 7),
        };
    }

    private LeafDraft Draft(string @event, Founded counterpart, Digest signed) =>
        new(@event)
        {
            Counterpart = counterpart.Card.Party,
            ExchangeId = Header.ExchangeId,
            MessageId = Header.MessageId,
            Kind = Header.Kind,
            Sequence = Header.Sequence,
            Signed = signed,
            Sealed = Digest.Of("sealed"u8),
        };

    private static LoggedEntry Entry(
        Founded party,
        LeafDraft draft,
        LogSigners signers,
        NoteSigner witness,
        DateTimeOffset at,
        int index,
        int size
    )
    {
        var leaf = Ledger.ForeignLeaf.Write(draft, party.Card.Party, at);
        var hashes = Enumerable
            .Range(0, size)
            .Select(other => other == index ? leaf.Hash : MerkleHash.OfLeaf(BitConverter.GetBytes(other)))
            .ToList();
        var tail = LogTail.Empty.Append(hashes).Tail;
        var checkpoint = new Checkpoint(party.Card.Card.Log.Origin, size, tail.Root());
        var note = CheckpointNote.Sign(checkpoint, at, signers);
        var proof = InclusionProof.Prove(index, size, tail, _ => throw new InvalidOperationException());
        return new(leaf, new(index, proof, CosignedCheckpoint.Of(note, [Cosignature.Sign(checkpoint, at.AddSeconds(5), witness)])));
    }

    /// <summary>A party with its card and all that its keys can do.</summary>
    internal sealed class Founded
    {
        public Founded(string party)
        {
            using var folder = new TemporaryFolder();
            var home = new Exchange.Cli.Home(folder.In(party));
            new HomeFounding(home, PartyName.Parse(party), new("127.0.0.1", 5671, "localhost")).Found(
                home.PassphraseFile,
                Time.AddHours(-1)
            );
            Card = EvidenceCard.TryRead(File.ReadAllBytes(home.CardFile), out var card)
                ? card
                : throw new InvalidOperationException("Not a card.");
            using var protection = Passphrase.Read(new GatewayHome(home.Folder));
            var keys = FileKeyStore.Open(home.KeyFolder, protection);
            Identity = SigningIdentity.Of(card.Card, keys);
            Log = new(Signer(keys.LogEd25519, card.Card.Log.Origin), Signer(keys.LogMlDsa44, card.Card.Log.Origin));
            Witness = Signer(keys.Witness, card.Card.Witness.Name);
        }

        public EvidenceCard Card { get; }

        public SigningIdentity Identity { get; }

        public LogSigners Log { get; }

        public NoteSigner Witness { get; }

        private static NoteSigner Signer(INoteKey key, string name) => new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
    }
}
