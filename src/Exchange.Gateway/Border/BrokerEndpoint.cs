using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.Border;

/// <summary>A broker's address, the authorities trusted there, and our own certificate.</summary>
internal sealed record BrokerEndpoint
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>The DNS name that the broker's certificate must have among its alternative names.</summary>
    public required string TlsName { get; init; }

    public required string VirtualHost { get; init; }

    /// <summary>The only trust anchors for the broker; what the machine trusts does not count.</summary>
    public required X509Certificate2Collection Authorities { get; init; }

    /// <summary>Our certificate, with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Presented with <see cref="Certificate"/>, so that the broker finds its way from it to an authority.</summary>
    public required X509Certificate2Collection Intermediates { get; init; }

    /// <summary>
    /// From what a mailbox grant says and the key that was certified: authorities in PEM, the chain in PEM with the leaf
    /// first, and the leaf's private key, which is copied.
    /// </summary>
    /// <exception cref="CryptographicException">No certificate where one must be, or the key is not the leaf's.</exception>
    public static BrokerEndpoint FromPem(
        string host,
        int port,
        string tlsName,
        string virtualHost,
        string authorities,
        string chain,
        ECDsa key
    )
    {
        var certificates = Certificates(chain, "chain");
        return new()
        {
            Host = host,
            Port = port,
            TlsName = tlsName,
            VirtualHost = virtualHost,
            Authorities = Certificates(authorities, "authorities"),
            Certificate = WithKey(certificates[0], key),
            Intermediates = [.. certificates.Skip(1)],
        };
    }

    public override string ToString() => $"{Host}:{Port} ({VirtualHost})";

    private static X509Certificate2Collection Certificates(string pem, string what)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates.Count > 0 ? certificates : throw new CryptographicException($"The broker's {what} contain no certificate.");
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, ECDsa key)
    {
        try
        {
            return certificate.CopyWithPrivateKey(key);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException($"The key is not that of the certificate {certificate.Subject}.", e);
        }
    }
}
