using System.Security.Cryptography;

namespace Exchange.Sealing.Certificates;

/// <summary>Certificates of a card: PEM (RFC 7468), one after the other, leaf first.</summary>
public static class PemChain
{
    private const string Label = "CERTIFICATE";

    /// <summary>The certificates in DER.</summary>
    /// <exception cref="ArgumentException">There is none, or something else.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        var certificates = new List<ReadOnlyMemory<byte>>();
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (!rest[fields.Label].SequenceEqual(Label))
                throw new ArgumentException("There is something else than certificates.", nameof(pem));
            certificates.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
        }

        return certificates.Count > 0 ? certificates : throw new ArgumentException("There is no certificate.", nameof(pem));
    }

    public static string Write(params IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        string.Concat(certificates.Select(certificate => PemEncoding.WriteString(Label, certificate.Span) + "\n"));
}
