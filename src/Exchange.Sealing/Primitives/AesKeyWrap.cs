using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Exchange.Sealing.Primitives;

/// <summary>AES key wrap (RFC 3394), with a key-encryption key of 16, 24 or 32 bytes.</summary>
internal static class AesKeyWrap
{
    /// <summary>Bytes by which a wrapped key is longer than the key.</summary>
    public const int Overhead = 8;

    private const int Semiblock = 8;

    public static byte[] Wrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> key)
    {
        var engine = new AesWrapEngine();
        engine.Init(true, new KeyParameter(keyEncryptionKey));
        return engine.Wrap(key.ToArray(), 0, key.Length);
    }

    public static bool TryUnwrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> wrapped, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        // RFC 3394 wraps at least two semiblocks; the engine would also take one.
        if (wrapped.Length % Semiblock != 0 || wrapped.Length < 3 * Semiblock)
            return false;
        var engine = new AesWrapEngine();
        engine.Init(false, new KeyParameter(keyEncryptionKey));
        try
        {
            key = engine.Unwrap(wrapped.ToArray(), 0, wrapped.Length);
        }
        catch (InvalidCipherTextException)
        {
            // An answer, not a failure: wrapped under another key, or changed.
        }

        return key is not null;
    }
}
