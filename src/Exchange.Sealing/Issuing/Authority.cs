using System.Net;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Sealing.Issuing;

/// <summary>
/// A small certificate authority for a party that has none: one self-signed EC P-256 certificate (RFC 5280) that issues the
/// party's own certificates, its broker's, its counterparts' client certificates, and CRLs.
/// </summary>
public sealed class Authority : IDisposable
{
    private const int SerialSize = 16;

    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    private readonly ECDsa _key;
    private readonly X509Certificate2 _certificate;

    private Authority(ECDsa key, X509Certificate2 certificate) => (_key, _certificate) = (key, certificate);

    /// <summary>The authority's certificate, DER.</summary>
    public ReadOnlyMemory<byte> Certificate => _certificate.RawData;

    /// <summary>Creates an authority that is valid for ten years.</summary>
    public static Authority Found(PartyName party, DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedName($"CN={party} Exchange Authority, C={CountryCodes.Alpha2(party.Country)}");
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.Create(
            subject,
            X509SignatureGenerator.CreateForECDsa(key),
            now - Backdated,
            now.AddYears(10),
            Serial()
        );
        return new(key, X509CertificateLoader.LoadCertificate(certificate.RawData));
    }

    /// <summary>Opens an authority from its files.</summary>
    /// <exception cref="KeyStoreException">The key cannot be decrypted, or is not the certificate's.</exception>
    public static Authority Open(ReadOnlyMemory<byte> certificate, string keyFile, KeyProtection protection)
    {
        if (!File.Exists(keyFile))
        {
            throw new KeyStoreException(
                $"The authority's key {keyFile} is missing. If the party uses an authority elsewhere, that authority must issue "
                    + "its certificates."
            );
        }

        var key = Import(protection.Unprotect(File.ReadAllText(keyFile), keyFile), keyFile);
        var loaded = X509CertificateLoader.LoadCertificate(certificate.Span);
        return loaded.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
            ? new(key, loaded)
            : throw new KeyStoreException($"{keyFile} is not the key of the authority's certificate.");
    }

    /// <summary>The key in PKCS#8, unprotected.</summary>
    public byte[] ExportKey() => _key.ExportPkcs8PrivateKey();

    /// <summary>Issues an end-entity certificate for one of the party's roles: subject CN = party, C = country.</summary>
    public ReadOnlyMemory<byte> IssueRole(
        PartyName party,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        X509KeyUsageFlags usage,
        DateTimeOffset now
    ) => Issue(SubjectOf(party), subjectPublicKeyInfo, usage, [], now);

    /// <summary>Issues the certificate with which a party logs in to the broker of this authority's owner.</summary>
    public ReadOnlyMemory<byte> IssueClient(PartyName party, ReadOnlySpan<byte> subjectPublicKeyInfo, DateTimeOffset now) =>
        Issue(
            SubjectOf(party),
            subjectPublicKeyInfo,
            X509KeyUsageFlags.DigitalSignature,
            [new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false)],
            now
        );

    /// <summary>Issues the certificate of the owner's broker, for the DNS name or IP address that clients verify.</summary>
    public ReadOnlyMemory<byte> IssueServer(string name, ReadOnlySpan<byte> subjectPublicKeyInfo, DateTimeOffset now) =>
        Issue(
            ServerNames.Subject(name),
            subjectPublicKeyInfo,
            X509KeyUsageFlags.DigitalSignature,
            [ServerNames.Extension(name), new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)],
            now
        );

    /// <summary>Issues a CRL (PEM) that is valid for 90 days.</summary>
    public string IssueCrl(BigInteger number, DateTimeOffset now, params IEnumerable<ReadOnlyMemory<byte>> revoked) =>
        IssueCrl(new CertificateRevocationListBuilder(), number, now, revoked);

    /// <summary>
    /// Issues the CRL after <paramref name="former"/> (PEM): with the next number (RFC 5280, section 5.2.3), and all earlier revocations.
    /// </summary>
    /// <exception cref="CryptographicException">The former CRL is malformed.</exception>
    public string RenewCrl(string former, DateTimeOffset now, params IEnumerable<ReadOnlyMemory<byte>> revoked) =>
        IssueCrl(CertificateRevocationListBuilder.LoadPem(former, out var number), number + 1, now, revoked);

    private string IssueCrl(
        CertificateRevocationListBuilder builder,
        BigInteger number,
        DateTimeOffset now,
        IEnumerable<ReadOnlyMemory<byte>> revoked
    )
    {
        foreach (var certificate in revoked)
        {
            using var loaded = X509CertificateLoader.LoadCertificate(certificate.Span);
            builder.AddEntry(loaded, now, X509RevocationReason.KeyCompromise);
        }

        using var issuer = _certificate.CopyWithPrivateKey(_key);
        return PemEncoding.WriteString(
                "X509 CRL",
                builder.Build(issuer, number, now.AddDays(90), HashAlgorithmName.SHA256, thisUpdate: now - Backdated)
            ) + "\n";
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private ReadOnlyMemory<byte> Issue(
        X500DistinguishedName subject,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        X509KeyUsageFlags usage,
        IEnumerable<X509Extension> more,
        DateTimeOffset now
    )
    {
        var publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        var request = new CertificateRequest(subject, publicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(publicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        foreach (var extension in more)
            request.CertificateExtensions.Add(extension);
        using var certificate = request.Create(
            _certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_key),
            now - Backdated,
            now.AddYears(2),
            Serial()
        );
        return certificate.RawData;
    }

    private static ECDsa Import(byte[] pkcs8, string keyFile)
    {
        try
        {
            var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key;
        }
        catch (CryptographicException exception)
        {
            throw new KeyStoreException($"{keyFile} does not have the key of an authority.", exception);
        }
    }

    internal static X500DistinguishedName SubjectOf(PartyName party)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCountryOrRegion(CountryCodes.Alpha2(party.Country));
        subject.AddCommonName(party.Value);
        return subject.Build();
    }

    // Positive and of full length (RFC 5280, section 4.1.2.2).
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialSize);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}

/// <summary>The name in a server's certificate: a DNS name or an IP address, as subject alternative name (RFC 9525).</summary>
internal static class ServerNames
{
    public static X500DistinguishedName Subject(string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        return subject.Build();
    }

    public static X509Extension Extension(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        return names.Build();
    }

    /// <summary>A PKCS#10 request (PEM).</summary>
    public static string Request(string name, ECDsa key)
    {
        var request = new CertificateRequest(Subject(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Extension(name));
        return request.CreateSigningRequestPem() + "\n";
    }
}
