using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Exchange.Protocol.Parties;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Exchange.Tests.Sealing.Certificates;

/// <summary>A card in which all is as it should be, for a test to bend one thing of.</summary>
internal sealed class TestCards
{
    public const X509KeyUsageFlags SigningUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;

    private static readonly MLKemParameters KemParameters = MLKemParameters.ml_kem_768;

    public TestCards(string party = "BGD")
    {
        Party = PartyName.Parse(party);
        Subject = $"CN={party}, C={CountryCodes.Alpha2(Party.Country)}";
        Root = TestAuthority.Root();
        SigningLeaf = Root.Issue(Subject, SigningKey.SubjectPublicKeyInfo, SigningUsage);
        var origin = $"{party.ToLowerInvariant()}.exchange/audit";
        var witness = $"{party.ToLowerInvariant()}.exchange/witness";
        Card = new()
        {
            Party = Party,
            Serial = 1,
            ValidFrom = TestParty.Now,
            Protocols = ["exchange/1"],
            Authorities = Pem(Root.Certificate),
            Crls = CrlPem(Root.Crl()),
            Signing = Pem(SigningLeaf),
            Encryption = Pem(Root.Issue(Subject, new TestKeys.Agreement().SubjectPublicKeyInfo, X509KeyUsageFlags.KeyAgreement)),
            Kem = Pem(KemLeaf(KemParameters)),
            Client = Request(ClientKey, $"CN={party}"),
            Log = new(origin, [Ed25519Verifier(origin), MlDsaVerifier(origin)]),
            Witness = new(witness, [MlDsaVerifier(witness)]),
        };
    }

    public PartyName Party { get; }

    /// <summary>The name that every leaf of the card has.</summary>
    public string Subject { get; }

    public TestAuthority Root { get; }

    public TestKeys.Signing SigningKey { get; } = new();

    public byte[] SigningLeaf { get; }

    public ECDsa ClientKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public PartyCard Card { get; }

    /// <summary>A KEM certificate that may lack its subjectKeyIdentifier, or have another usage or parameter set.</summary>
    public byte[] KemLeaf(
        MLKemParameters parameters,
        bool hasKeyIdentifier = true,
        X509KeyUsageFlags usage = X509KeyUsageFlags.KeyEncipherment
    ) => KemLeaf(TestKeys.Kem.Generate(parameters).SubjectPublicKeyInfo, hasKeyIdentifier, usage);

    public byte[] KemLeaf(byte[] publicKeyInfo, bool hasKeyIdentifier = true, X509KeyUsageFlags usage = X509KeyUsageFlags.KeyEncipherment)
    {
        var identifier = new X509SubjectKeyIdentifierExtension(SHA256.HashData(publicKeyInfo).AsSpan(0, 20), false);
        return Root.Issue(Subject, publicKeyInfo, usage, extensions: hasKeyIdentifier ? [identifier] : []);
    }

    /// <summary>The card with another signing certificate, and lists of all who stand above it.</summary>
    public PartyCard WithSigning(byte[] leaf, params TestAuthority[] intermediates) =>
        Card with
        {
            Signing = Pem([leaf, .. intermediates.Select(authority => authority.Certificate)]),
            Crls = CrlPem([Root.Crl(), .. intermediates.Select(authority => authority.Crl())]),
        };

    public static string Pem(params byte[][] certificates) =>
        string.Join('\n', certificates.Select(der => PemEncoding.WriteString("CERTIFICATE", der)));

    public static string CrlPem(params byte[][] lists) => string.Join('\n', lists.Select(der => PemEncoding.WriteString("X509 CRL", der)));

    public static string Request(ECDsa key, string subject) =>
        new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    public static string Ed25519Verifier(string name) =>
        Verifier(name, [0x01, .. new Ed25519PrivateKeyParameters(new SecureRandom()).GeneratePublicKey().GetEncoded()]);

    public static string MlDsaVerifier(string name) => Verifier(name, [0x06, .. RandomNumberGenerator.GetBytes(1312)]);

    public static string Verifier(string name, byte[] typedKey)
    {
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typedKey]);
        return $"{name}+{Convert.ToHexStringLower(hash.AsSpan(0, 4))}+{Convert.ToBase64String(typedKey)}";
    }
}
