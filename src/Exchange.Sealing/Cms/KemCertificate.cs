using System.Security.Cryptography;
using Exchange.Sealing.Layers;
using Geralt;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Cms;

/// <summary>A recipient's ML-KEM-768 certificate (RFC 9935), read once and used for every message.</summary>
internal sealed class KemCertificate
{
    private readonly byte[] _publicKey;

    /// <exception cref="ArgumentException">It is none, or its key is of another kind, length or form.</exception>
    public KemCertificate(ReadOnlyMemory<byte> certificate)
    {
        var facts = CertificateFacts.Of(certificate);
        _publicKey = facts.PublicKeyInfo.PublicKey.GetOctets();
        if (!new AlgorithmIdentifier(Recipe.Kem).Equals(facts.PublicKeyInfo.Algorithm) || !IsKey(_publicKey))
            throw new ArgumentException("The KEM certificate has a key of another kind.", nameof(certificate));
        KeyIdentifier = facts.KeyIdentifier ?? throw new ArgumentException("The KEM certificate has no subjectKeyIdentifier.", nameof(certificate));
    }

    public static KemRecipe Recipe => KemRecipe.MlKem768;

    public byte[] KeyIdentifier { get; }

    /// <summary>A fresh shared secret (32 bytes) and the ciphertext that carries it.</summary>
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
