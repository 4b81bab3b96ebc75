using System.Security.Cryptography;

namespace Exchange.Sealing.Keys;

/// <summary>
/// Content at rest: each message has a data key of 32 random bytes, wrapped by the storage key; what it says is under the data
/// key. Both are AES-256-GCM with the message's digest as associated data, so neither can be moved to another message. To
/// destroy the wrapped key is to destroy the content, in every backup that is made from then on.
/// </summary>
public sealed class ContentCipher : IDisposable
{
    private const int KeySize = 32;

    private readonly byte[] _storageKey;

    internal ContentCipher(byte[] storageKey) => _storageKey = storageKey.Length == KeySize
        ? storageKey
        : throw new ArgumentException($"The storage key has {KeySize} bytes.", nameof(storageKey));

    /// <summary>Encrypts under a new data key; returns that, wrapped, beside it.</summary>
    /// <param name="of">Names the message, such as its digest.</param>
    /// <param name="content">What it says.</param>
    public (byte[] WrappedKey, byte[] Encrypted) Encrypt(ReadOnlySpan<byte> of, ReadOnlySpan<byte> content)
    {
        var key = RandomNumberGenerator.GetBytes(KeySize);
        try
        {
            return (AesGcmBox.Seal(_storageKey, key, of), AesGcmBox.Seal(key, content, of));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <exception cref="CryptographicException">Not this message's, or damaged.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> of, ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> encrypted)
    {
        var key = AesGcmBox.Open(_storageKey, wrappedKey, of);
        try
        {
            return AesGcmBox.Open(key, encrypted, of);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_storageKey);
}
