using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;

namespace Exchange.Sealing.Cms;

/// <summary>The certificates inside a signed message, leaf first.</summary>
internal sealed class SignerChain(IReadOnlyList<CertificateFacts> certificates)
{
    public IReadOnlyList<CertificateFacts> Certificates { get; } = certificates;

    public CertificateFacts Leaf => Certificates[0];

    public byte[] LeafHash { get; } = SHA256.HashData(certificates[0].Encoded);

    /// <summary>As CMS carries them: a SET, in the order of DER.</summary>
    public Asn1Set CertificateSet { get; } = new DerSet(certificates.Select(certificate => certificate.Structure).ToArray<Asn1Encodable>());
}
