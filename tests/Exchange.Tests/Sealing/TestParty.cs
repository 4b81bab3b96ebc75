using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Sealing;
using Exchange.Sealing.Certificates;
using Org.BouncyCastle.Crypto.Parameters;

namespace Exchange.Tests.Sealing;

/// <summary>A party with an authority and keys of its own, all in memory.</summary>
internal sealed class TestParty
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private static int _lastSerial;

    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestParty(string name)
    {
        Name = PartyName.Parse(name);
        Authority = SelfSigned();
        SigningCertificate = Issue(SigningKey.SubjectPublicKeyInfo, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation);
        EncryptionCertificate = Issue(AgreementKey.SubjectPublicKeyInfo, X509KeyUsageFlags.KeyAgreement);
        KemCertificate = Issue(KemKey.SubjectPublicKeyInfo, X509KeyUsageFlags.KeyEncipherment);
        Identity = new([SigningCertificate], SigningKey);
        Recipient = new(EncryptionCertificate, KemCertificate);
        OpeningKeys = new([(EncryptionCertificate, AgreementKey)], [(KemCertificate, KemKey)]);
    }

    public PartyName Name { get; }

    public byte[] Authority { get; }

    public TestKeys.Signing SigningKey { get; } = new();

    public TestKeys.Agreement AgreementKey { get; } = new();

    public TestKeys.Kem KemKey { get; } = TestKeys.Kem.Generate(MLKemParameters.ml_kem_768);

    public byte[] SigningCertificate { get; }

    public byte[] EncryptionCertificate { get; }

    public byte[] KemCertificate { get; }

    public SigningIdentity Identity { get; }

    public SealingRecipient Recipient { get; }

    public OpeningKeys OpeningKeys { get; }

    /// <summary>A ping, the shortest of messages, issued at <see cref="Now"/>.</summary>
    public Message PingTo(TestParty recipient, DateTimeOffset? issuedAt = null) =>
        MessageParser.Read(PingBytes(Name.Value, recipient.Name.Value, issuedAt ?? Now)).OrThrow();

    /// <summary>The bytes of a ping, padded.</summary>
    public static byte[] PingBytes(string sender, string recipient, DateTimeOffset issuedAt) =>
        Encoding.UTF8.GetBytes(
            $$"""
            {"protocol":"exchange/1","messageId":"{{MessageId.Write(Guid.CreateVersion7(Now))}}","kind":"ping","sender":"{{sender}}","recipient":"{{recipient}}",
            "salt":"{{Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}}","issuedAt":"{{ProtocolTime.Write(issuedAt)}}",
            "expiresAt":"{{ProtocolTime.Write(issuedAt.AddDays(1))}}","body":{"cardSerial":1,"now":"{{ProtocolTime.Write(issuedAt)}}" } }
            """.PadRight(4096)
        );

    public SealedMessage SealTo(TestParty recipient) => Sealer.Seal(PingTo(recipient), Identity, recipient.Recipient, Now);

    /// <summary>An opener that knows the given parties.</summary>
    public Opener OpenerThatKnows(params TestParty[] parties) =>
        new(Name, OpeningKeys, name => parties.FirstOrDefault(party => party.Name == name) is { } party ? new TestTrust(party) : null);

    public byte[] Issue(byte[] subjectPublicKeyInfo, X509KeyUsageFlags usage)
    {
        var publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        var request = new CertificateRequest(
            new X500DistinguishedName($"CN={Name}, C={Name.Country}"),
            publicKey,
            HashAlgorithmName.SHA256
        );
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(SHA256.HashData(subjectPublicKeyInfo)[..20], false));
        var generator = X509SignatureGenerator.CreateForECDsa(_authorityKey);
        using var certificate = request.Create(
            new X500DistinguishedName($"CN={Name} Authority"),
            generator,
            Now.AddYears(-1),
            Now.AddYears(1),
            BitConverter.GetBytes(Interlocked.Increment(ref _lastSerial)).Reverse().ToArray()
        );
        return certificate.RawData;
    }

    private byte[] SelfSigned()
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN={Name} Authority"), _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var certificate = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
        return certificate.RawData;
    }

    private sealed class TestTrust(TestParty party) : CounterpartTrust
    {
        public override SignerVerdict JudgeSigner(
            IReadOnlyList<ReadOnlyMemory<byte>> chain,
            DateTimeOffset signingTime,
            DateTimeOffset now
        ) =>
            chain is [var leaf] && leaf.Span.SequenceEqual(party.SigningCertificate)
                ? new Trusted()
                : new Refused(ReceiptCode.NotTheSigningCertificate);
    }
}
