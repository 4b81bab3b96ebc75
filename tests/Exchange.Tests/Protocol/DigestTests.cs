using Exchange.Protocol;

namespace Exchange.Tests.Protocol;

internal sealed class DigestTests
{
    // SHA-256 of "abc", FIPS 180-4.
    private const string Abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Test]
    public void A_digest_is_the_sha_256_in_its_text_form()
    {
        Digest.Of("abc"u8).ToString().ShouldBe(Abc);
        Digest.Parse(Abc).ShouldBe(Digest.Of("abc"u8));
        Digest.FromBytes(Digest.Parse(Abc).ToBytes()).ToString().ShouldBe(Abc);
        Digest.Of("abd"u8).ShouldNotBe(Digest.Of("abc"u8));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase("SHA256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase("sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [TestCase("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [TestCase("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015add")]
    [TestCase("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag")]
    [TestCase("sha256: a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase(" sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [TestCase("sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void There_is_one_text_form(string? text)
    {
        Digest.TryParse(text, out var digest).ShouldBeFalse();
        digest.ShouldBe(default);
        Should.Throw<FormatException>(() => Digest.Parse(text!));
    }

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(33)]
    public void A_digest_has_32_bytes(int size) => Should.Throw<ArgumentException>(() => Digest.FromBytes(new byte[size]));

    [Test]
    public void A_digest_without_a_value_is_not_used_for_one()
    {
        Should.Throw<InvalidOperationException>(() => default(Digest).ToString());
        Should.Throw<InvalidOperationException>(() => default(Digest).ToBytes());
    }
}
