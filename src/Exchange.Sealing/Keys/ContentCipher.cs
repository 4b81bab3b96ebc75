using System.Text;

namespace Exchange.Sealing.Keys;

/// <summary>
/// Content at rest: each message has a data key of 32 random bytes, encrypted under the storage key; its content is encrypted under the
/// data key. Both use AES-256-GCM with the message's digest as associated data, so neither can be moved to another message.
/// Destroying the encrypted data key destroys the content, also in every later backup.
/// </summary>
public sealed class ContentCipher : IDisposable
{
    private const int KeySize = 32;
    private const int MarkSize = 16;

    private readonly byte[] _storageKey;
    private readonly byte[] _markKey;

    internal ContentCipher(byte[] storageKey)
    {
        _storageKey =
            storageKey.Length == KeySize
                ? storageKey
                : throw new ArgumentException($"The storage key has {KeySize} bytes.", nameof(storageKey));
        _markKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, storageKey, KeySize, info: "exchange content mark 1"u8.ToArray());
    }

    /// <summary>Encrypts content under a new data key; returns both, the data key encrypted.</summary>
    /// <param name="of">Identifies the message, such as its digest.</param>
    /// <param name="content">Its content.</param>
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

    /// <exception cref="CryptographicException">Another message's, or damaged.</exception>
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

    /// <summary>
    /// The mark of a text (16 bytes): the same for the same text. Without the storage key no text can be guessed from it.
    /// </summary>
    public byte[] Mark(string text) => HMACSHA256.HashData(_markKey, Encoding.UTF8.GetBytes(text))[..MarkSize];

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_storageKey);
        CryptographicOperations.ZeroMemory(_markKey);
    }
}

/// <summary>AES-256-GCM at rest: a random 12-byte nonce, the ciphertext and the 16-byte tag.</summary>
internal static class AesGcmBox
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var box = new byte[NonceSize + plaintext.Length + TagSize];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(
            box.AsSpan(0, NonceSize),
            plaintext,
            box.AsSpan(NonceSize, plaintext.Length),
            box.AsSpan(NonceSize + plaintext.Length),
            associatedData
        );
        return box;
    }

    /// <exception cref="CryptographicException">Another key, other associated data, or damaged.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> associatedData)
    {
        if (box.Length < NonceSize + TagSize)
            throw new CryptographicException("The box is too short.");
        var plaintext = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(box[..NonceSize], box[NonceSize..^TagSize], box[^TagSize..], plaintext, associatedData);
        return plaintext;
    }
}
