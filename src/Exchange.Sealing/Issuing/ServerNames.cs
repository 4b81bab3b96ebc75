using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Sealing.Issuing;

/// <summary>How a broker is named in its certificate: a DNS name or an IP address, as subject alternative name (RFC 9525).</summary>
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
