using Exchange.Sealing.Layers;
using Geralt;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Cms;

/// <summary>KEMRecipientInfo (RFC 9629, section 3) in an OtherRecipientInfo, with HKDF-SHA256 (RFC 9936).</summary>
/// <param name="Recipe">Parameter set, lengths and algorithms: only written, never read.</param>
/// <param name="KeyIdentifier">subjectKeyIdentifier of the recipient's certificate.</param>
/// <param name="Ciphertext">KEM ciphertext.</param>
/// <param name="WrappedKey">The content-encryption key under AES key wrap.</param>
internal sealed record KemRecipient(KemRecipe Recipe, byte[] KeyIdentifier, byte[] Ciphertext, byte[] WrappedKey) : IRecipient
{
    private static readonly AlgorithmIdentifier Hkdf = new(PkcsObjectIdentifiers.IdAlgHkdfWithSha256);

    public RecipientInfo ToRecipientInfo() =>
        new(
            new OtherRecipientInfo(
                CmsObjectIdentifiers.id_ori_kem,
                new KemRecipientInfo(
                    new RecipientIdentifier(new SubjectKeyIdentifier(KeyIdentifier)),
                    new AlgorithmIdentifier(Recipe.Kem),
                    new DerOctetString(Ciphertext),
                    Hkdf,
                    DerInteger.ValueOf(Recipe.KekLength),
                    ukm: null,
                    new AlgorithmIdentifier(Recipe.Wrap),
                    new DerOctetString(WrappedKey)
                )
            )
        );

    public static KemRecipient? Read(KemRecipe recipe, RecipientInfo recipient)
    {
        if (recipient.Info is not OtherRecipientInfo other || !CmsObjectIdentifiers.id_ori_kem.Equals(other.OriType))
            return null;
        var info = KemRecipientInfo.GetInstance(other.OriValue);
        return info.RecipientIdentifier.ID is Asn1OctetString identifier
            ? new(recipe, identifier.GetOctets(), info.Kemct.GetOctets(), info.EncryptedKey.GetOctets())
            : null;
    }
}

/// <summary>A recipient's ML-KEM-768 certificate (RFC 9935), read once and used for every message.</summary>
internal sealed class KemCertificate
{
    private readonly byte[] _publicKey;

    /// <exception cref="ArgumentException">It is not a certificate, or its key is not a valid ML-KEM-768 key.</exception>
    public KemCertificate(ReadOnlyMemory<byte> certificate)
    {
        var facts = CertificateFacts.Of(certificate);
        _publicKey = facts.PublicKeyInfo.PublicKey.GetOctets();
        if (!new AlgorithmIdentifier(Recipe.Kem).Equals(facts.PublicKeyInfo.Algorithm) || !IsKey(_publicKey))
            throw new ArgumentException("The KEM certificate does not have a valid ML-KEM-768 key.", nameof(certificate));
        KeyIdentifier = facts.KeyIdentifier
            ?? throw new ArgumentException("The KEM certificate has no subjectKeyIdentifier.", nameof(certificate));
    }

    public static KemRecipe Recipe => KemRecipe.MlKem768;

    public byte[] KeyIdentifier { get; }

    /// <summary>A new shared secret (32 bytes) and its ciphertext.</summary>
    public (byte[] Ciphertext, byte[] SharedSecret) Encapsulate()
    {
        var (ciphertext, sharedSecret) = (new byte[MLKEM768.CiphertextSize], new byte[MLKEM768.SharedSecretSize]);
        MLKEM768.Encapsulate(sharedSecret, ciphertext, _publicKey);
        return (ciphertext, sharedSecret);
    }

    // The checks of FIPS 203, section 7.2, are part of an encapsulation: length, and every coefficient below q.
    private static bool IsKey(byte[] publicKey)
    {
        try
        {
            MLKEM768.Encapsulate(stackalloc byte[MLKEM768.SharedSecretSize], stackalloc byte[MLKEM768.CiphertextSize], publicKey);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
