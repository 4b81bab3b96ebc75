using System.Security.Cryptography;
using Exchange.Sealing.Keys;

namespace Exchange.Tests.Sealing.Keys;

internal sealed class ContentCipherTests
{
    private static readonly byte[] Content = "what was said"u8.ToArray();

    private static readonly byte[] Message = SHA256.HashData("a message"u8),
        Other = SHA256.HashData("another"u8);

    private ContentCipher _cipher = null!;

    [SetUp]
    public void Make() => _cipher = new(RandomNumberGenerator.GetBytes(32));

    [TearDown]
    public void Forget() => _cipher.Dispose();

    [Test]
    public void Content_comes_back()
    {
        foreach (var content in new[] { Content, [] })
        {
            var (key, encrypted) = _cipher.Encrypt(Message, content);
            _cipher.Decrypt(Message, key, encrypted).ShouldBe(content);
        }
    }

    [Test]
    public void Nothing_is_the_same_twice()
    {
        var (first, second) = (_cipher.Encrypt(Message, Content), _cipher.Encrypt(Message, Content));

        first.WrappedKey.ShouldNotBe(second.WrappedKey);
        first.Encrypted.ShouldNotBe(second.Encrypted);
    }

    [Test]
    public void Content_cannot_be_moved_to_another_message()
    {
        var (key, encrypted) = _cipher.Encrypt(Message, Content);
        var (otherKey, otherEncrypted) = _cipher.Encrypt(Other, Content);

        Refuses(() => _cipher.Decrypt(Other, key, encrypted));
        Refuses(() => _cipher.Decrypt(Message, otherKey, encrypted));
        Refuses(() => _cipher.Decrypt(Message, key, otherEncrypted));
    }

    [Test]
    public void Any_flipped_bit_is_noticed()
    {
        var (key, encrypted) = _cipher.Encrypt(Message, Content);

        for (var bit = 0; bit < encrypted.Length * 8; bit++)
            Refuses(() => _cipher.Decrypt(Message, key, Flip(encrypted, bit)));
        for (var bit = 0; bit < key.Length * 8; bit++)
            Refuses(() => _cipher.Decrypt(Message, Flip(key, bit), encrypted));
    }

    [Test]
    public void What_is_cut_off_is_noticed()
    {
        var (key, encrypted) = _cipher.Encrypt(Message, Content);

        for (var length = 0; length < encrypted.Length; length++)
            Refuses(() => _cipher.Decrypt(Message, key, encrypted.AsSpan(0, length)));
    }

    [Test]
    public void Another_storage_key_opens_nothing()
    {
        using var other = new ContentCipher(RandomNumberGenerator.GetBytes(32));
        var (key, encrypted) = _cipher.Encrypt(Message, Content);

        Refuses(() => other.Decrypt(Message, key, encrypted));
    }

    [Test]
    public void A_storage_key_of_another_length_is_none() => Should.Throw<ArgumentException>(() => new ContentCipher(new byte[16]));

    private static void Refuses(Func<byte[]> open) => Assert.That(open, Throws.InstanceOf<CryptographicException>());

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }
}
