using Geralt;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Exchange.Sealing.Keys;

/// <summary>Ed25519 (RFC 8032) by libsodium, in memory that is wiped on disposal.</summary>
internal sealed class Ed25519NoteKey : INoteKey, IDisposable
{
    /// <summary>Length of a seed in bytes.</summary>
    public const int SeedSize = Ed25519.SeedSize;

    private readonly byte[] _key = GC.AllocateUninitializedArray<byte>(Ed25519.PrivateKeySize, pinned: true);

    /// <param name="seed">32 bytes: the private key of RFC 8032.</param>
    public Ed25519NoteKey(ReadOnlySpan<byte> seed) => Ed25519.GenerateKeyPair(PublicKey, _key, seed);

    /// <summary>Reads PKCS#8 (RFC 8410); null for any other key.</summary>
    public static Ed25519NoteKey? Read(byte[] pkcs8) =>
        PrivateKeyFactory.CreateKey(pkcs8) is Ed25519PrivateKeyParameters key ? new(key.GetEncoded()) : null;

    public byte Algorithm => VerifierKey.Ed25519;

    public byte[] PublicKey { get; } = new byte[Ed25519.PublicKeySize];

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(signature, message, _key);
        return signature;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}

/// <summary>ML-DSA-44 (FIPS 204) by BouncyCastle, in memory.</summary>
internal sealed class MlDsaNoteKey(MLDsaPrivateKeyParameters key) : INoteKey
{
    /// <summary>Reads PKCS#8 (RFC 9881); null for any other key.</summary>
    public static MlDsaNoteKey? Read(byte[] pkcs8) => PrivateKeyFactory.CreateKey(pkcs8) is MLDsaPrivateKeyParameters key ? new(key) : null;

    public byte Algorithm => VerifierKey.MlDsa44;

    public byte[] PublicKey { get; } = key.GetPublicKey().GetEncoded();

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signer = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: false);
        signer.Init(true, key);
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }
}
