using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Exchange.Sealing.Issuing;

/// <summary>
/// Creates all keys of a new party, and an authority that certifies them. Each private key is written directly to its encrypted file;
/// only its public part is returned.
/// </summary>
public sealed class PartyFounding(PartyName party, string keyFolder, KeyProtection protection, DateTimeOffset now)
{
    private static readonly SecureRandom Random = new();

    private string _generation = "1";

    /// <param name="brokerName">DNS name or IP address of the party's broker that clients verify.</param>
    /// <param name="apiName">The same for its API on TCP; null without TCP.</param>
    /// <exception cref="IOException">A file cannot be written, or exists already: files are never overwritten.</exception>
    public FoundedParty Found(string brokerName, string? apiName = null)
    {
        OwnFile.CreateFolder(keyFolder);
        WriteStorageKey();
        using var authority = Authority.Found(party, now);
        Write(KeyPurpose.Authority, authority.ExportKey());
        var client = NewEc(KeyPurpose.Client);
        var (brokerCertificate, brokerKey) = NewServer(authority, brokerName);
        return new()
        {
            Authorities = PemChain.Write(authority.Certificate),
            Crls = authority.IssueCrl(1, now),
            Signing = PemChain.Write(
                authority.IssueRole(
                    party,
                    PublicSide(NewEc(KeyPurpose.Signing)),
                    X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
                    now
                )
            ),
            Encryption = PemChain.Write(
                authority.IssueRole(party, PublicSide(NewEc(KeyPurpose.Encryption)), X509KeyUsageFlags.KeyAgreement, now)
            ),
            Kem = PemChain.Write(authority.IssueRole(party, NewKem(), X509KeyUsageFlags.KeyEncipherment, now)),
            ClientRequest = RequestFor(client),
            OwnClient = PemChain.Write(authority.IssueClient(party, PublicSide(client), now)),
            BrokerCertificate = brokerCertificate,
            BrokerKey = brokerKey,
            Api = apiName is null ? null : NewServer(authority, apiName),
            LogEd25519 = NewEd25519(),
            LogMlDsa44 = NewMlDsa44(KeyPurpose.LogMlDsa44),
            Witness = NewMlDsa44(KeyPurpose.Witness),
        };
    }

    /// <summary>Creates the keys of a party that has its own authority, with the requests for that authority.</summary>
    /// <param name="brokerName">DNS name or IP address of the party's broker that clients verify.</param>
    /// <exception cref="IOException">A file cannot be written, or exists already: files are never overwritten.</exception>
    public PartyRequests Request(string brokerName)
    {
        OwnFile.CreateFolder(keyFolder);
        WriteStorageKey();
        using var broker = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new()
        {
            Signing = RequestFor(NewEc(KeyPurpose.Signing)),
            Encryption = RequestFor(NewEc(KeyPurpose.Encryption)),
            Client = RequestFor(NewEc(KeyPurpose.Client)),
            Broker = ServerNames.Request(brokerName, broker),
            KemPublicKey = PemEncoding.WriteString("PUBLIC KEY", NewKem()) + "\n",
            BrokerKey = broker.ExportPkcs8PrivateKeyPem() + "\n",
            LogEd25519 = NewEd25519(),
            LogMlDsa44 = NewMlDsa44(KeyPurpose.LogMlDsa44),
            Witness = NewMlDsa44(KeyPurpose.Witness),
        };
    }

    /// <summary>Creates new keys for a new ledger. The former keys are kept; the former ledger is not signed again.</summary>
    /// <exception cref="IOException">A file cannot be written, or exists already.</exception>
    public (FoundedParty.NoteKey Ed25519, FoundedParty.NoteKey MlDsa44) RenewLog()
    {
        BeginGeneration(KeyPurpose.LogEd25519);
        return (NewEd25519(), NewMlDsa44(KeyPurpose.LogMlDsa44));
    }

    private (string Certificate, string Key) NewServer(Authority authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (PemChain.Write(authority.IssueServer(name, key.ExportSubjectPublicKeyInfo(), now)), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>Creates a new client key and keeps the former ones; returns the request for it (PEM).</summary>
    /// <exception cref="IOException">The file cannot be written, or exists already.</exception>
    public string RenewClient()
    {
        BeginGeneration(KeyPurpose.Client);
        using var key = NewEc(KeyPurpose.Client);
        return RequestFor(key);
    }

    private void BeginGeneration(KeyPurpose purpose) =>
        _generation = (Directory.EnumerateFiles(keyFolder, purpose.FileName("*")).Count() + 1).ToString(CultureInfo.InvariantCulture);

    private ECDsa NewEc(KeyPurpose purpose)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(purpose, key.ExportPkcs8PrivateKey());
        return key;
    }

    private static byte[] PublicSide(ECDsa key) => key.ExportSubjectPublicKeyInfo();

    private byte[] NewKem()
    {
        var seed = RandomNumberGenerator.GetBytes(MlKemKey.SeedSize);
        using var key = new MlKemKey(seed);
        var stored = MLKemPrivateKeyParameters
            .FromSeed(MLKemParameters.ml_kem_768, seed)
            .WithPreferredFormat(MLKemPrivateKeyParameters.Format.SeedOnly);
        Write(KeyPurpose.Kem, Pkcs8(stored));
        CryptographicOperations.ZeroMemory(seed);
        return key.SubjectPublicKeyInfo;
    }

    private FoundedParty.NoteKey NewEd25519()
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519NoteKey.SeedSize);
        using var key = new Ed25519NoteKey(seed);
        // Without the optional public key (RFC 8410, section 7), which older readers of PKCS#8 do not accept.
        Write(KeyPurpose.LogEd25519, new PrivateKeyInfo(new(EdECObjectIdentifiers.id_Ed25519), new DerOctetString(seed)).GetDerEncoded());
        CryptographicOperations.ZeroMemory(seed);
        return new(key.Algorithm, key.PublicKey);
    }

    private FoundedParty.NoteKey NewMlDsa44(KeyPurpose purpose)
    {
        var generator = new MLDsaKeyPairGenerator();
        generator.Init(new MLDsaKeyGenerationParameters(Random, MLDsaParameters.ml_dsa_44));
        var key = ((MLDsaPrivateKeyParameters)generator.GenerateKeyPair().Private).WithPreferredFormat(
            MLDsaPrivateKeyParameters.Format.SeedOnly
        );
        Write(purpose, Pkcs8(key));
        return new(VerifierKey.MlDsa44, key.GetPublicKey().GetEncoded());
    }

    private string RequestFor(ECDsa key) =>
        new CertificateRequest(Authority.SubjectOf(party), key, HashAlgorithmName.SHA256).CreateSigningRequestPem() + "\n";

    private static byte[] Pkcs8(AsymmetricKeyParameter key) => PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded();

    private void WriteStorageKey()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        OwnFile.Create(Path.Combine(keyFolder, FileKeyStore.StorageKeyFile), protection.Seal(key));
        CryptographicOperations.ZeroMemory(key);
    }

    private void Write(KeyPurpose purpose, byte[] pkcs8)
    {
        OwnFile.Create(Path.Combine(keyFolder, purpose.FileName(_generation)), protection.Protect(pkcs8));
        CryptographicOperations.ZeroMemory(pkcs8);
    }
}
