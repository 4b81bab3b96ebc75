using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace Exchange.Sealing.Cms;

/// <summary>What CMS needs of a certificate. Reading does not mean that the certificate is trusted.</summary>
internal sealed class CertificateFacts
{
    private static readonly AlgorithmIdentifier EcOnP256 = new(X9ObjectIdentifiers.IdECPublicKey, SecObjectIdentifiers.SecP256r1);

    private CertificateFacts(X509CertificateStructure structure)
    {
        Structure = structure;
        Encoded = Der.Write(structure);
        IssuerAndSerial = new(structure.Issuer, structure.SerialNumber);
        Party = PartyOf(structure.Subject);
        EcPoint = EcPointOf(structure.SubjectPublicKeyInfo);
    }

    public X509CertificateStructure Structure { get; }

    /// <summary>The certificate, DER.</summary>
    public byte[] Encoded { get; }

    public IssuerAndSerialNumber IssuerAndSerial { get; }

    /// <summary>The party in the only CN of the subject, or null.</summary>
    public PartyName? Party { get; }

    public SubjectPublicKeyInfo PublicKeyInfo => Structure.SubjectPublicKeyInfo;

    /// <summary>The uncompressed point of a P-256 key; null for any other key.</summary>
    public byte[]? EcPoint { get; }

    /// <summary>The subjectKeyIdentifier; null if there is none.</summary>
    public byte[]? KeyIdentifier =>
        Structure.Extensions?.GetExtension(X509Extensions.SubjectKeyIdentifier) is { } extension
            ? SubjectKeyIdentifier.GetInstance(extension.GetParsedValue()).GetKeyIdentifier()
            : null;

    /// <summary>Reads a certificate that is the caller's own, or was already judged.</summary>
    /// <exception cref="ArgumentException">Not a DER certificate.</exception>
    public static CertificateFacts Of(ReadOnlyMemory<byte> certificate) =>
        Der.TryRead(certificate.ToArray(), Read, out var facts)
            ? facts
            : throw new ArgumentException("Not a DER certificate.", nameof(certificate));

    public static CertificateFacts Read(Asn1Encodable certificate) => new(X509CertificateStructure.GetInstance(certificate));

    public static PartyName? PartyOf(X509Name subject) =>
        subject.GetValueList(X509Name.CN) is [var name] && PartyName.TryParse(name, out var party) ? party : null;

    public static byte[]? EcPointOf(SubjectPublicKeyInfo info) =>
        EcOnP256.Equals(info.Algorithm) && info.PublicKey.GetOctets() is var point && P256.IsOnCurve(point) ? point : null;
}
