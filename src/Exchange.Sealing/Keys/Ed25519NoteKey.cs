using System.Security.Cryptography;
using Geralt;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Exchange.Sealing.Keys;

/// <summary>Ed25519 (RFC 8032) by libsodium, in memory that is wiped in the end.</summary>
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

    public byte Algorithm => NoteSignatures.Ed25519;

    public byte[] PublicKey { get; } = new byte[Ed25519.PublicKeySize];

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(signature, message, _key);
        return signature;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
