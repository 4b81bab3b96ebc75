using System.Security.Cryptography;
using Exchange.Sealing.Keys;

namespace Exchange.Tests.Sealing.Keys;

internal sealed class ContentCipherTests
{
    private static readonly byte[] Content = "what was said"u8.ToArray();

    private readonly Guid _exchange = Guid.CreateVersion7(TestParty.Now);
    private readonly Guid _other = Guid.CreateVersion7(TestParty.Now);
    private ContentCipher _cipher = null!;

    [SetUp]
    public void Make() => _cipher = new(RandomNumberGenerator.GetBytes(32));

    [TearDown]
    public void Forget() => _cipher.Dispose();

    [Test]
    public void Content_comes_back()
    {
        var key = _cipher.NewDataKey(_exchange);

        _cipher.Decrypt(key, _exchange, _cipher.Encrypt(key, _exchange, Content)).ShouldBe(Content);
        _cipher.Decrypt(key, _exchange, _cipher.Encrypt(key, _exchange, [])).ShouldBeEmpty();
    }

    [Test]
    public void Nothing_is_the_same_twice()
    {
        var key = _cipher.NewDataKey(_exchange);

        _cipher.NewDataKey(_exchange).ShouldNotBe(key);
        _cipher.Encrypt(key, _exchange, Content).ShouldNotBe(_cipher.Encrypt(key, _exchange, Content));
    }

    [Test]
    public void Content_cannot_be_moved_to_another_exchange()
    {
        var (key, otherKey) = (_cipher.NewDataKey(_exchange), _cipher.NewDataKey(_other));
        var encrypted = _cipher.Encrypt(key, _exchange, Content);

        Refuses(() => _cipher.Decrypt(otherKey, _other, encrypted));
        Refuses(() => _cipher.Decrypt(otherKey, _exchange, encrypted));
        Refuses(() => _cipher.Decrypt(key, _other, encrypted));
        Refuses(() => _cipher.Encrypt(key, _other, Content));
    }

    [Test]
    public void Any_flipped_bit_is_noticed()
    {
        var key = _cipher.NewDataKey(_exchange);
        var encrypted = _cipher.Encrypt(key, _exchange, Content);

        for (var bit = 0; bit < encrypted.Length * 8; bit++)
            Refuses(() => _cipher.Decrypt(key, _exchange, Flip(encrypted, bit)));
        for (var bit = 0; bit < key.Length * 8; bit++)
            Refuses(() => _cipher.Decrypt(Flip(key, bit), _exchange, encrypted));
    }

    [Test]
    public void What_is_cut_off_is_noticed()
    {
        var key = _cipher.NewDataKey(_exchange);
        var encrypted = _cipher.Encrypt(key, _exchange, Content);

        for (var length = 0; length < encrypted.Length; length++)
            Refuses(() => _cipher.Decrypt(key, _exchange, encrypted.AsSpan(0, length)));
    }

    [Test]
    public void Another_storage_key_opens_nothing()
    {
        using var other = new ContentCipher(RandomNumberGenerator.GetBytes(32));
        var key = _cipher.NewDataKey(_exchange);

        Refuses(() => other.Decrypt(key, _exchange, _cipher.Encrypt(key, _exchange, Content)));
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
