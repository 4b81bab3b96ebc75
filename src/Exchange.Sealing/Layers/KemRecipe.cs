using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Layers;

/// <summary>
/// The parameters of the outer seal that depend on the security level. Only one is in use; it is a value so that the worked
/// example of RFC 9936, with ML-KEM-512, can use the same code.
/// </summary>
/// <param name="Kem">The parameter set.</param>
/// <param name="CiphertextLength">Length of the KEM ciphertext in bytes.</param>
/// <param name="Wrap">AES key wrap with its key length.</param>
/// <param name="KekLength">Length of the key-encryption key in bytes.</param>
/// <param name="Gcm">AES-GCM with its key length.</param>
/// <param name="CekLength">Length of the content-encryption key in bytes.</param>
internal sealed record KemRecipe(
    DerObjectIdentifier Kem,
    int CiphertextLength,
    DerObjectIdentifier Wrap,
    int KekLength,
    DerObjectIdentifier Gcm,
    int CekLength
)
{
    /// <summary>The recipe of protocol version 1.</summary>
    public static readonly KemRecipe MlKem768 = new(
        NistObjectIdentifiers.id_alg_ml_kem_768,
        CiphertextLength: 1088,
        NistObjectIdentifiers.IdAes256Wrap,
        KekLength: 32,
        NistObjectIdentifiers.IdAes256Gcm,
        CekLength: 32
    );

    /// <summary>CMSORIforKEMOtherInfo (RFC 9629, section 5) without ukm: the wrap algorithm and the length of its key.</summary>
    public byte[] KdfInfo { get; } = Der.Write(new DerSequence(new AlgorithmIdentifier(Wrap), DerInteger.ValueOf(KekLength)));
}
