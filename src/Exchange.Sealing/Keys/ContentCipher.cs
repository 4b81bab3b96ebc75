using System.Security.Cryptography;

namespace Exchange.Sealing.Keys;

/// <summary>
/// Content at rest: each exchange has a data key of 32 random bytes, wrapped by the storage key; content is under the data
/// key. Both are AES-256-GCM with the exchange's id as associated data, so neither can be moved to another exchange.
/// </summary>
public sealed class ContentCipher : IDisposable
{
    private const int KeySize = 32;

    private readonly byte[] _storageKey;

    internal ContentCipher(byte[] storageKey) => _storageKey = storageKey.Length == KeySize
        ? storageKey
        : throw new ArgumentException($"The storage key has {KeySize} bytes.", nameof(storageKey));

    /// <summary>Makes a data key; returns it wrapped.</summary>
    public byte[] NewDataKey(Guid exchangeId)
    {
        var key = RandomNumberGenerator.GetBytes(KeySize);
        try
        {
            return AesGcmBox.Seal(_storageKey, key, IdOf(exchangeId));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public byte[] Encrypt(ReadOnlySpan<byte> wrappedKey, Guid exchangeId, ReadOnlySpan<byte> content)
    {
        var key = AesGcmBox.Open(_storageKey, wrappedKey, IdOf(exchangeId));
        try
        {
            return AesGcmBox.Seal(key, content, IdOf(exchangeId));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <exception cref="CryptographicException">Not this exchange's, or damaged.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> wrappedKey, Guid exchangeId, ReadOnlySpan<byte> encrypted)
    {
        var key = AesGcmBox.Open(_storageKey, wrappedKey, IdOf(exchangeId));
        try
        {
            return AesGcmBox.Open(key, encrypted, IdOf(exchangeId));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_storageKey);

    private static byte[] IdOf(Guid exchangeId) => exchangeId.ToByteArray(bigEndian: true);
}
