using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

/// <summary>An authority below a country's own, as most countries have it.</summary>
internal sealed class IntermediateAuthority : IDisposable
{
    private readonly X509Certificate2 _certificate;

    public IntermediateAuthority(TestAuthority root, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var issued = request.Create(root.Certificate, root.Certificate.NotBefore, root.Certificate.NotAfter, [1, 2, 3, 4]);
        _certificate = issued.CopyWithPrivateKey(key);
    }

    /// <summary>Its revocation list (PEM), which names nobody.</summary>
    public string Crl =>
        PemEncoding.WriteString(
            "X509 CRL",
            new CertificateRevocationListBuilder().Build(
                _certificate,
                1,
                _certificate.NotAfter,
                HashAlgorithmName.SHA256,
                thisUpdate: _certificate.NotBefore
            )
        ) + "\n";

    public BrokerEndpoint Endpoint(BrokerEndpoint endpoint, string login)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={login}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(TestAuthority.ClientAuth)], false));
        using var leaf = request.Create(_certificate, _certificate.NotBefore, _certificate.NotAfter, [5, 6, 7, 8]);
        var authorities = string.Concat(endpoint.Authorities.Select(authority => authority.ExportCertificatePem() + "\n"));
        return BrokerEndpoint.FromPem(
            endpoint.Host,
            endpoint.Port,
            endpoint.TlsName,
            endpoint.VirtualHost,
            authorities,
            leaf.ExportCertificatePem() + "\n" + _certificate.ExportCertificatePem(),
            key
        );
    }

    public void Dispose() => _certificate.Dispose();
}
