using Exchange.Sealing.Primitives;
using Org.BouncyCastle.Asn1.Cms;

namespace Exchange.Sealing.Cms;

/// <summary>A recipient's key-agreement certificate, read once and used for every message.</summary>
internal sealed class EncryptionCertificate
{
    public EncryptionCertificate(ReadOnlyMemory<byte> certificate)
    {
        var facts = CertificateFacts.Of(certificate);
        IssuerAndSerial = facts.IssuerAndSerial;
        PublicKey = new(facts.EcPoint ?? throw new ArgumentException("The encryption certificate has no P-256 key.", nameof(certificate)));
    }

    public IssuerAndSerialNumber IssuerAndSerial { get; }

    public Ecdh.Point PublicKey { get; }
}
