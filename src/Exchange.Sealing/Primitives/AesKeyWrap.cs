using System.Buffers.Binary;

namespace Exchange.Sealing.Primitives;

/// <summary>AES key wrap (RFC 3394), with a key-encryption key of 16, 24 or 32 bytes, over the platform's AES.</summary>
internal static class AesKeyWrap
{
    /// <summary>Bytes by which a wrapped key is longer than the key.</summary>
    public const int Overhead = Semiblock;

    private const int Semiblock = 8;
    private const int Block = 2 * Semiblock;
    private const int Rounds = 6;

    // RFC 3394, section 2.2.3.1.
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;

    /// <exception cref="ArgumentException">The key is not two or more whole semiblocks of 8 bytes.</exception>
    public static byte[] Wrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> key)
    {
        if (key.Length % Semiblock != 0 || key.Length < 2 * Semiblock)
            throw new ArgumentException("AES key wrap takes two or more whole semiblocks.", nameof(key));
        using var aes = Make(keyEncryptionKey);
        using var encryptor = aes.CreateEncryptor();
        byte[] wrapped = [.. new byte[Overhead], .. key];
        BinaryPrimitives.WriteUInt64BigEndian(wrapped, Wrap(encryptor, wrapped.AsSpan(Overhead)));
        return wrapped;
    }

    public static bool TryUnwrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> wrapped, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (wrapped.Length % Semiblock != 0 || wrapped.Length < Overhead + (2 * Semiblock))
            return false;
        using var aes = Make(keyEncryptionKey);
        using var decryptor = aes.CreateDecryptor();
        var unwrapped = wrapped[Overhead..].ToArray();
        if (Unwrap(decryptor, BinaryPrimitives.ReadUInt64BigEndian(wrapped), unwrapped) == InitialValue)
            key = unwrapped;
        else
            CryptographicOperations.ZeroMemory(unwrapped);
        return key is not null;
    }

    // One transform for all blocks, because creating one for each call costs far more than a block.
    private static Aes Make(ReadOnlySpan<byte> keyEncryptionKey)
    {
        var aes = Aes.Create();
        (aes.Mode, aes.Padding) = (CipherMode.ECB, PaddingMode.None);
        aes.SetKey(keyEncryptionKey);
        return aes;
    }

    // RFC 3394, section 2.2.1, with the names of its steps: A is returned, the semiblocks R are changed in place.
    private static ulong Wrap(ICryptoTransform encryptor, Span<byte> r)
    {
        var block = new byte[Block];
        BinaryPrimitives.WriteUInt64BigEndian(block, InitialValue);
        var t = 0UL;
        for (var round = 0; round < Rounds; round++)
        {
            for (var place = 0; place < r.Length; place += Semiblock)
            {
                r.Slice(place, Semiblock).CopyTo(block.AsSpan(Semiblock));
                _ = encryptor.TransformBlock(block, 0, Block, block, 0);
                BinaryPrimitives.WriteUInt64BigEndian(block, BinaryPrimitives.ReadUInt64BigEndian(block) ^ ++t);
                block.AsSpan(Semiblock).CopyTo(r[place..]);
            }
        }

        return BinaryPrimitives.ReadUInt64BigEndian(block);
    }

    // RFC 3394, section 2.2.2.
    private static ulong Unwrap(ICryptoTransform decryptor, ulong a, Span<byte> r)
    {
        var block = new byte[Block];
        for (var t = (ulong)(Rounds * (r.Length / Semiblock)); t > 0;)
        {
            for (var place = r.Length - Semiblock; place >= 0; place -= Semiblock)
            {
                BinaryPrimitives.WriteUInt64BigEndian(block, a ^ t--);
                r.Slice(place, Semiblock).CopyTo(block.AsSpan(Semiblock));
                _ = decryptor.TransformBlock(block, 0, Block, block, 0);
                a = BinaryPrimitives.ReadUInt64BigEndian(block);
                block.AsSpan(Semiblock).CopyTo(r[place..]);
            }
        }

        CryptographicOperations.ZeroMemory(block);
        return a;
    }
}
