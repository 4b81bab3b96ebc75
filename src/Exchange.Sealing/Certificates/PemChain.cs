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
        return PemText.TryRead(pem, Label, der => der, out var certificates) && certificates.Count > 0
            ? [.. certificates.Select(der => new ReadOnlyMemory<byte>(der))]
            : throw new ArgumentException("There are no certificates, or something else among them.", nameof(pem));
    }

    public static string Write(params IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        string.Concat(certificates.Select(certificate => PemEncoding.WriteString(Label, certificate.Span) + "\n"));
}
