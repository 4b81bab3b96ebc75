using System.Text;
using Exchange.Protocol.Api;

namespace Exchange.Tests.Gateway;

/// <summary>One-time passwords by the vectors of RFC 6238, appendix B (SHA-1, of whose eight digits the last six).</summary>
internal sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    [TestCase(59, "287082")]
    [TestCase(1111111109, "081804")]
    [TestCase(1111111111, "050471")]
    [TestCase(1234567890, "005924")]
    [TestCase(2000000000, "279037")]
    [TestCase(20000000000, "353130")]
    public void A_code_is_that_of_the_standard(long seconds, string code)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Totp.CodeAt(Key, Totp.StepAt(time)).ShouldBe(code);
        Totp.StepOf(Key, code, time).ShouldBe(Totp.StepAt(time));
    }

    [TestCase(-2, false)]
    [TestCase(-1, true)]
    [TestCase(1, true)]
    [TestCase(2, false)]
    public void A_clock_may_be_one_step_off(int steps, bool isTaken)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(1111111109);
        (Totp.StepOf(Key, Totp.CodeAt(Key, Totp.StepAt(time) + steps), time) is not null).ShouldBe(isTaken);
    }

    // RFC 4648, section 10, without the padding.
    [TestCase("", "")]
    [TestCase("f", "MY")]
    [TestCase("fo", "MZXQ")]
    [TestCase("foo", "MZXW6")]
    [TestCase("foob", "MZXW6YQ")]
    [TestCase("fooba", "MZXW6YTB")]
    [TestCase("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_standard(string text, string base32)
    {
        Base32.Write(Encoding.ASCII.GetBytes(text)).ShouldBe(base32);
        Base32.TryRead(base32.ToLowerInvariant(), out var bytes).ShouldBeTrue();
        Encoding.ASCII.GetString(bytes!).ShouldBe(text);
        Base32.TryRead(base32 + "1", out _).ShouldBeFalse();
    }
}
