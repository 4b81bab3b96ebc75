using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Tests.Sealing.Certificates;

/// <summary>An authority, at the root or below one, that certifies whatever it is asked to.</summary>
internal sealed class TestAuthority
{
    private const X509KeyUsageFlags AuthorityUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;

    private static int _lastSerial;

    private readonly ECDsa _key;
    private readonly X500DistinguishedName _name;

    private TestAuthority(string name, Func<TestAuthority, byte[]> certify, ECDsa? key = null)
    {
        _key = key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _name = new X500DistinguishedName(name);
        Certificate = certify(this);
    }

    public static DateTimeOffset Now => TestParty.Now;

    public byte[] Certificate { get; }

    public byte[] PublicKeyInfo => _key.ExportSubjectPublicKeyInfo();

    public static TestAuthority Root(
        string name = "CN=Police Root CA",
        bool isAuthority = true,
        int? pathLength = null,
        X509KeyUsageFlags usage = AuthorityUsage,
        DateTimeOffset? notAfter = null
    ) =>
        new(name, self =>
            self.Issue(
                name,
                self.PublicKeyInfo,
                usage,
                Now.AddYears(-10),
                notAfter ?? Now.AddYears(10),
                Constraints(isAuthority, pathLength)
            )
        );

    /// <summary>Whoever holds the key, whatever it was certified for.</summary>
    public static TestAuthority From(string name, ECDsa key) => new(name, _ => [], key);

    public TestAuthority Below(
        string name,
        bool isAuthority = true,
        int? pathLength = null,
        X509KeyUsageFlags usage = AuthorityUsage,
        DateTimeOffset? notAfter = null
    ) =>
        new(name, self =>
            Issue(name, self.PublicKeyInfo, usage, Now.AddYears(-5), notAfter ?? Now.AddYears(5), Constraints(isAuthority, pathLength))
        );

    public byte[] Issue(
        string subject,
        byte[] publicKeyInfo,
        X509KeyUsageFlags usage,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? notAfter = null,
        params X509Extension[] extensions
    ) => Issue(new X500DistinguishedName(subject), publicKeyInfo, usage, notBefore, notAfter, extensions);

    public byte[] Issue(
        X500DistinguishedName subject,
        byte[] publicKeyInfo,
        X509KeyUsageFlags usage,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? notAfter = null,
        params X509Extension[] extensions
    )
    {
        var publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(publicKeyInfo, out _);
        var request = new CertificateRequest(subject, publicKey, HashAlgorithmName.SHA256);
        if (usage != X509KeyUsageFlags.None)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        using var certificate = request.Create(_name, Signer(), notBefore ?? Now.AddYears(-1), notAfter ?? Now.AddYears(1), NextSerial());
        return certificate.RawData;
    }

    /// <summary>Its revocation list, of yesterday and good for a week.</summary>
    public byte[] Crl(params byte[][] revoked) => Crl(Now.AddDays(-1), Now.AddDays(6), revoked);

    public byte[] Crl(DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, params byte[][] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            using var loaded = X509CertificateLoader.LoadCertificate(certificate);
            builder.AddEntry(loaded, thisUpdate, X509RevocationReason.KeyCompromise);
        }

        var keyIdentifier = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            SHA256.HashData(PublicKeyInfo).AsSpan(0, 20)
        );
        return builder.Build(_name, Signer(), BigInteger.One, nextUpdate, HashAlgorithmName.SHA256, keyIdentifier, thisUpdate);
    }

    public byte[] PrivateKeyInfo => _key.ExportPkcs8PrivateKey();

    private X509SignatureGenerator Signer() => X509SignatureGenerator.CreateForECDsa(_key);

    private static X509BasicConstraintsExtension Constraints(bool isAuthority, int? pathLength) =>
        new(isAuthority, pathLength.HasValue, pathLength ?? 0, true);

    private static byte[] NextSerial() => [1, .. BitConverter.GetBytes(Interlocked.Increment(ref _lastSerial)).Reverse()];
}
