using Exchange.Sealing.Cms;
using Exchange.Sealing.Keys;
using Org.BouncyCastle.Asn1.Cms;

namespace Exchange.Sealing;

/// <summary>The party's own decryption keys, found as a seal names them. Several are alive during a roll-over.</summary>
public sealed class OpeningKeys
{
    private readonly Dictionary<IssuerAndSerialNumber, IAgreementKey> _agreement = [];
    private readonly Dictionary<string, IKemKey> _kem = new(StringComparer.Ordinal);

    internal OpeningKeys(
        IEnumerable<(ReadOnlyMemory<byte> Certificate, IAgreementKey Key)> agreement, IEnumerable<(ReadOnlyMemory<byte> Certificate, IKemKey Key)> kem)
    {
        foreach (var (certificate, key) in agreement)
            _agreement[CertificateFacts.Of(certificate).IssuerAndSerial] = key;
        foreach (var (certificate, key) in kem)
            _kem[KeyIdentifierOf(certificate)] = key;
    }

    internal IAgreementKey? Agreement(IssuerAndSerialNumber certificate) => _agreement.GetValueOrDefault(certificate);

    internal IKemKey? Kem(ReadOnlySpan<byte> keyIdentifier) => _kem.GetValueOrDefault(Convert.ToHexString(keyIdentifier));

    private static string KeyIdentifierOf(ReadOnlyMemory<byte> certificate) => Convert.ToHexString(
        CertificateFacts.Of(certificate).KeyIdentifier ?? throw new ArgumentException("The KEM certificate has no subjectKeyIdentifier.", nameof(certificate)));
}
