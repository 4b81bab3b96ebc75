using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.IntegrationTests.Broker;

/// <summary>A country's CA as a test needs it: it issues whatever it is asked for.</summary>
internal sealed class TestAuthority : IDisposable
{
    public const string ClientAuth = "1.3.6.1.5.5.7.3.2",
        ServerAuth = "1.3.6.1.5.5.7.3.1";

    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddDays(-2);

    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(Start, Start.AddDays(30));
    }

    public string Pem => _certificate.ExportCertificatePem() + "\n";

    public X509Certificate2 Certificate => _certificate;

    /// <summary>Its revocation list (PEM).</summary>
    public string Crl(DateTimeOffset? nextUpdate = null, params IEnumerable<X509Certificate2> revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
            builder.AddEntry(certificate, reason: X509RevocationReason.KeyCompromise);
        var list = builder.Build(_certificate, 1, nextUpdate ?? Start.AddDays(30), HashAlgorithmName.SHA256, thisUpdate: Start);
        return PemEncoding.WriteString("X509 CRL", list) + "\n";
    }

    public X509Certificate2 Issue(string commonName, string usage, string? dnsName = null, int validDays = 20)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(usage)], false));
        if (dnsName is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(dnsName);
            request.CertificateExtensions.Add(names.Build());
        }
        using var issued = request.Create(_certificate, Start, Start.AddDays(validDays), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    public void Dispose() => _certificate.Dispose();
}
