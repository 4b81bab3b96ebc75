using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.People;

/// <summary>
/// The certificate that opens the API in place of a key that is sent. It is known by its digest (as in RFC 8705, section 2.2), so that no
/// authority has a say in who opens the API.
/// </summary>
internal static class CertificateRules
{
    // Characters: several times what a certificate has.
    private const int Longest = 16 * 1024;

    /// <summary>That a certificate has ended, or has not begun, as the rest of a sentence; null if it is valid.</summary>
    public static string? TimeFaultOf(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.NotBefore <= now && now <= certificate.NotAfter
            ? null
            : $"is valid from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}, and not now";

    /// <summary>Reads the one certificate of a text.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="now">It must be valid then.</param>
    /// <param name="fault">What is wrong with it, if it gives null.</param>
    public static X509Certificate2? Read(string pem, DateTimeOffset now, out string fault)
    {
        fault = "'certificate' must be one certificate (PEM), without others and without a private key.";
        if (pem.Length > Longest)
            return null;
        try
        {
            var found = PemEncoding.Find(pem);
            if (pem[found.Label] != "CERTIFICATE" || PemEncoding.TryFind(pem.AsSpan(found.Location.End.Value), out _))
                return null;
            var certificate = X509Certificate2.CreateFromPem(pem);
            if (TimeFaultOf(certificate, now) is not { } ended)
                return certificate;
            fault = $"The certificate {ended}.";
            certificate.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
