using Exchange.Sealing.Layers;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Cms;

/// <summary>KEMRecipientInfo (RFC 9629, section 3) in an OtherRecipientInfo, with HKDF-SHA256 (RFC 9936).</summary>
/// <param name="Recipe">Parameter set, lengths and algorithms: written as they are here, never read.</param>
/// <param name="KeyIdentifier">subjectKeyIdentifier of the recipient's certificate.</param>
/// <param name="Ciphertext">Of the KEM.</param>
/// <param name="WrappedKey">The content-encryption key under AES key wrap.</param>
internal sealed record KemRecipient(KemRecipe Recipe, byte[] KeyIdentifier, byte[] Ciphertext, byte[] WrappedKey) : IRecipient
{
    private static readonly AlgorithmIdentifier Hkdf = new(PkcsObjectIdentifiers.IdAlgHkdfWithSha256);

    public RecipientInfo ToRecipientInfo() => new(new OtherRecipientInfo(CmsObjectIdentifiers.id_ori_kem, new KemRecipientInfo(
        new RecipientIdentifier(new SubjectKeyIdentifier(KeyIdentifier)),
        new AlgorithmIdentifier(Recipe.Kem),
        new DerOctetString(Ciphertext),
        Hkdf,
        DerInteger.ValueOf(Recipe.KekLength),
        ukm: null,
        new AlgorithmIdentifier(Recipe.Wrap),
        new DerOctetString(WrappedKey))));

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
