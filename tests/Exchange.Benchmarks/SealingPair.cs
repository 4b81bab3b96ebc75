using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli;
using Exchange.Cli.Parties;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Sealing;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Benchmarks;

/// <summary>Two founded parties in a temporary folder, one of which seals a request that the other opens.</summary>
internal sealed class SealingPair : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-pair-").FullName;
    private readonly FileKeyStore _senderKeys;
    private readonly FileKeyStore _recipientKeys;
    private readonly SigningIdentity _identity;
    private readonly SealingRecipient _recipient;
    private readonly Opener _opener;
    private readonly IKemKey _kem;
    private readonly PartyName _sender = PartyName.Parse("BGD");
    private readonly Message _message;

    public SealingPair()
    {
        var (sender, recipient) = (Found("BGD"), Found("MYS"));
        (_senderKeys, _recipientKeys) = (KeysOf("BGD"), KeysOf("MYS"));
        _identity = SigningIdentity.Of(sender, _senderKeys);
        _recipient = SealingRecipient.Of(recipient);
        using var kem = X509CertificateLoader.LoadCertificate(PemChain.Read(recipient.Kem)[0].Span);
        _kem = _recipientKeys.Kem(kem.PublicKey.ExportSubjectPublicKeyInfo())!;
        var trust = CardTrust.Of(sender);
        _opener = new(recipient.Party, OpeningKeys.Of(recipient, _recipientKeys), party => party == _sender ? trust : null);
        _message = Request(sender.Party, recipient.Party);
    }

    public SealedMessage Seal() => Sealer.Seal(_message, _identity, _recipient, _message.Header.IssuedAt);

    public OpenResult Open(SealedMessage message) => _opener.Open(message.Bytes, _sender, TimeProvider.System.Now());

    /// <summary>ML-KEM-768 alone, for the recipient.</summary>
    public (byte[] Ciphertext, byte[] Secret) Encapsulate() => _recipient.Kem.Encapsulate();

    public byte[] Decapsulate(byte[] ciphertext) => _kem.Decapsulate(ciphertext);

    public void Dispose()
    {
        _senderKeys.Dispose();
        _recipientKeys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Home HomeOf(string party) => new(Path.Combine(_folder, party));

    private PartyCard Found(string party) =>
        new HomeFounding(HomeOf(party), PartyName.Parse(party), new("127.0.0.1", 5671, "localhost")).Found(
            HomeOf(party).PassphraseFile,
            TimeProvider.System.Now()
        );

    private FileKeyStore KeysOf(string party)
    {
        using var protection = new KeyProtection(File.ReadAllText(HomeOf(party).PassphraseFile).Trim());
        return FileKeyStore.Open(HomeOf(party).KeyFolder, protection);
    }

    private static Message Request(PartyName sender, PartyName recipient)
    {
        var submission = Submission.Read(SampleRequest.Json()).OrThrow();
        var now = TimeProvider.System.Now();
        var id = MessageId.New(TimeProvider.System);
        return MessageWriter.Write(
            new()
            {
                MessageId = id,
                Kind = CaseKinds.Request,
                Sender = sender,
                Recipient = recipient,
                Salt = RandomNumberGenerator.GetBytes(MessageHeader.SaltSize),
                IssuedAt = now,
                ExpiresAt = now.AddDays(30),
                ExchangeId = id,
                Reference = "BGD-MYS-2026-000001",
                Sequence = 1,
                Handling = submission.Handling,
            },
            submission.Body
        );
    }
}
