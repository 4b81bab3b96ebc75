namespace Exchange.Sealing.Primitives;

/// <summary>Derives a key-encryption key from a shared secret.</summary>
internal static class KeyDerivation
{
    /// <summary>
    /// The KDF of ANSI X9.63 with SHA-256 (RFC 5753, section 7.1): hash of Z, counter 1 and the shared info. One round is
    /// enough, because the key is as long as the hash.
    /// </summary>
    public static byte[] X963(ReadOnlySpan<byte> z, ReadOnlySpan<byte> sharedInfo)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(z);
        hash.AppendData([0, 0, 0, 1]);
        hash.AppendData(sharedInfo);
        return hash.GetHashAndReset();
    }

    /// <summary>HKDF with SHA-256 (RFC 5869): <paramref name="length"/> bytes, at most 255 × 32.</summary>
    public static byte[] Hkdf(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, int length)
    {
        var key = new byte[length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt, info);
        return key;
    }
}
