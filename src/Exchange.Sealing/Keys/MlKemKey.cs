using Geralt;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Exchange.Sealing.Keys;

/// <summary>
/// ML-KEM-768 (FIPS 203) by libsodium, in memory that is wiped on disposal. The key is always derived from its seed, so the private key
/// needs no check of its own (FIPS 203, section 7.3).
/// </summary>
internal sealed class MlKemKey : IKemKey, IDisposable
{
    /// <summary>Length of a seed in bytes: d ‖ z.</summary>
    public const int SeedSize = MLKEM768.SeedSize;

    // Pinned, because the garbage collector would leave a copy when it moves the array.
    private readonly byte[] _key = GC.AllocateUninitializedArray<byte>(MLKEM768.PrivateKeySize, pinned: true);

    /// <param name="seed">64 bytes.</param>
    public MlKemKey(ReadOnlySpan<byte> seed)
    {
        var publicKey = new byte[MLKEM768.PublicKeySize];
        MLKEM768.GenerateKeyPair(publicKey, _key, seed);
        SubjectPublicKeyInfo = Der.Write(new SubjectPublicKeyInfo(new(NistObjectIdentifiers.id_alg_ml_kem_768), publicKey));
    }

    /// <summary>Reads PKCS#8 with the seed (RFC 9935); null for any other key.</summary>
    public static MlKemKey? Read(byte[] pkcs8)
    {
        var read = PrivateKeyFactory.CreateKey(pkcs8) as MLKemPrivateKeyParameters;
        return read?.Parameters == MLKemParameters.ml_kem_768 && read.GetSeed() is { } seed ? new(seed) : null;
    }

    public byte[] SubjectPublicKeyInfo { get; }

    public byte[] Decapsulate(ReadOnlySpan<byte> ciphertext)
    {
        var secret = new byte[MLKEM768.SharedSecretSize];
        MLKEM768.Decapsulate(secret, ciphertext, _key);
        return secret;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
