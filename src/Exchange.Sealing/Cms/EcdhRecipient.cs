using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Cms.Ecc;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace Exchange.Sealing.Cms;

/// <summary>KeyAgreeRecipientInfo (RFC 5652, section 6.2.2) for ephemeral-static ECDH on P-256 (RFC 5753, section 3.1).</summary>
/// <param name="Certificate">Issuer and serial number of the recipient's certificate.</param>
/// <param name="EphemeralPoint">65 bytes, uncompressed.</param>
/// <param name="WrappedKey">The content-encryption key under <c>id-aes256-wrap</c>, 40 bytes.</param>
internal sealed record EcdhRecipient(IssuerAndSerialNumber Certificate, byte[] EphemeralPoint, byte[] WrappedKey) : IRecipient
{
    private static readonly AlgorithmIdentifier Wrap = new(NistObjectIdentifiers.IdAes256Wrap);
    private static readonly AlgorithmIdentifier Scheme = new(SecObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme, Wrap);
    private static readonly AlgorithmIdentifier EcPublicKey = new(X9ObjectIdentifiers.IdECPublicKey);

    // ECC-CMS-SharedInfo (RFC 5753, section 7.2) without ukm: the wrap algorithm, and its key length of 256 bits.
    private static readonly byte[] SharedInfo = Der.Write(new ECC_CMS_SharedInfo(Wrap, new DerOctetString(new byte[] { 0, 0, 1, 0 })));

    /// <summary>The key-encryption key, 32 bytes, from the agreed x coordinate.</summary>
    public static byte[] KeyEncryptionKey(ReadOnlySpan<byte> z) => KeyDerivation.X963(z, SharedInfo);

    public RecipientInfo ToRecipientInfo() =>
        new(
            new KeyAgreeRecipientInfo(
                new OriginatorIdentifierOrKey(new OriginatorPublicKey(EcPublicKey, EphemeralPoint)),
                ukm: null,
                Scheme,
                new DerSequence(new RecipientEncryptedKey(new KeyAgreeRecipientIdentifier(Certificate), new DerOctetString(WrappedKey)))
            )
        );

    public static EcdhRecipient? Read(RecipientInfo recipient)
    {
        if (recipient.Info is not KeyAgreeRecipientInfo info || info.Originator.OriginatorKey is not { } ephemeral)
            return null;
        var key = RecipientEncryptedKey.GetInstance(info.RecipientEncryptedKeys[0]);
        return key.Identifier.IssuerAndSerialNumber is { } certificate
            ? new(certificate, ephemeral.PublicKey.GetOctets(), key.EncryptedKey.GetOctets())
            : null;
    }
}

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
