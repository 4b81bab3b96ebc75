using Exchange.Sealing.Layers;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Exchange.Sealing.Cms;

/// <summary>A recipient's ML-KEM certificate (RFC 9935), read once and used for every message.</summary>
internal sealed class KemCertificate
{
    private readonly MLKemPublicKeyParameters _publicKey;

    public KemCertificate(ReadOnlyMemory<byte> certificate, KemRecipe recipe)
    {
        var facts = CertificateFacts.Of(certificate);
        if (!new AlgorithmIdentifier(recipe.Kem).Equals(facts.PublicKeyInfo.Algorithm))
            throw new ArgumentException("The KEM certificate has a key of another kind.", nameof(certificate));
        _publicKey = MLKemPublicKeyParameters.FromEncoding(recipe.Parameters, facts.PublicKeyInfo.PublicKey.GetOctets());
        KeyIdentifier = facts.KeyIdentifier ?? throw new ArgumentException("The KEM certificate has no subjectKeyIdentifier.", nameof(certificate));
        Recipe = recipe;
    }

    public KemRecipe Recipe { get; }

    public byte[] KeyIdentifier { get; }

    /// <summary>A fresh shared secret (32 bytes) and the ciphertext that carries it.</summary>
    public (byte[] Ciphertext, byte[] SharedSecret) Encapsulate()
    {
        var encapsulator = new MLKemEncapsulator(Recipe.Parameters);
        encapsulator.Init(_publicKey);
        var ciphertext = new byte[encapsulator.EncapsulationLength];
        var sharedSecret = new byte[encapsulator.SecretLength];
        encapsulator.Encapsulate(ciphertext, 0, ciphertext.Length, sharedSecret, 0, sharedSecret.Length);
        return (ciphertext, sharedSecret);
    }
}
