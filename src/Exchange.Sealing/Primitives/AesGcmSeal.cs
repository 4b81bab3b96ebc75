namespace Exchange.Sealing.Primitives;

/// <summary>AES-GCM (RFC 5084) with a random nonce of 12 bytes, a tag of 16 bytes, and no associated data.</summary>
/// <param name="Nonce">12 bytes.</param>
/// <param name="Ciphertext">As long as the plaintext.</param>
/// <param name="Tag">16 bytes.</param>
internal sealed record AesGcmSeal(byte[] Nonce, byte[] Ciphertext, byte[] Tag)
{
    public const int NonceSize = 12;
    public const int TagSize = 16;

    /// <summary>The key must be new: with one key for each seal, a nonce cannot repeat under a key.</summary>
    public static AesGcmSeal Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext)
    {
        var seal = new AesGcmSeal(RandomNumberGenerator.GetBytes(NonceSize), new byte[plaintext.Length], new byte[TagSize]);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(seal.Nonce, plaintext, seal.Ciphertext, seal.Tag);
        return seal;
    }

    public bool TryOpen(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        if (Nonce.Length != NonceSize || Tag.Length != TagSize)
            return false;
        var opened = new byte[Ciphertext.Length];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(Nonce, Ciphertext, Tag, opened);
            plaintext = opened;
        }
        catch (AuthenticationTagMismatchException)
        {
            // Not a failure: the seal was made with another key, or changed.
        }

        return plaintext is not null;
    }
}
