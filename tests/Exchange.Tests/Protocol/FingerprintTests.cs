using Exchange.Protocol.Parties;

namespace Exchange.Tests.Protocol;

internal sealed class FingerprintTests
{
    // SHA-256 of "abc", FIPS 180-4.
    private const string Abc = "BA7816BF 8F01CFEA 414140DE 5DAE2223 B00361A3 96177A9C B410FF61 F20015AD";

    [Test]
    public void A_fingerprint_has_eight_groups() => Fingerprint.Of("abc"u8).ShouldBe(Abc);

    [TestCase(Abc)]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase(
        "BA7816BF\u00A08F01CFEA\u00A0414140DE\u00A05DAE2223\u202FB00361A3\u200896177A9C\u3000B410FF61\u200BF20015AD",
        Description = "as a word processor has it"
    )]
    [TestCase("BA7816BF 8F01CFEA 414140DE 5DAE2223\r\nB00361A3 96177A9C B410FF61\nF20015AD\n")]
    [TestCase("BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD")]
    [TestCase("BA7816BF\u20138F01CFEA\u2014414140DE\u20105DAE2223\u2011B00361A3\u221296177A9C-B410FF61\tF20015AD")]
    [TestCase("  BA7816BF-8F01CFEA-414140DE-5DAE2223-B00361A3-96177A9C-B410FF61-F20015AD ")]
    public void What_was_read_aloud_or_pasted_may_have_any_spaces_colons_dashes_and_case(string spoken)
    {
        Fingerprint.IsOne(spoken).ShouldBeTrue();
        Fingerprint.Matches("abc"u8, spoken).ShouldBeTrue();
    }

    [TestCase("")]
    [TestCase("BA7816BF")]
    [TestCase(Abc + " 00")]
    [TestCase("sha256:" + Abc)]
    [TestCase("BA7816BF 8F01CFEA 414140DE 5DAE2223 B00361A3 96177A9C B410FF61 F20015AX")]
    [TestCase("BA7816BF.8F01CFEA.414140DE.5DAE2223.B00361A3.96177A9C.B410FF61.F20015AD")]
    [TestCase("\uFF22\uFF217816BF 8F01CFEA 414140DE 5DAE2223 B00361A3 96177A9C B410FF61 F20015AD")]
    public void What_does_not_have_64_hex_digits_is_no_fingerprint(string spoken)
    {
        Fingerprint.IsOne(spoken).ShouldBeFalse();
        Fingerprint.Matches("abc"u8, spoken).ShouldBeFalse();
    }

    [TestCase("")]
    [TestCase("BA7816BF")]
    [TestCase("BA7816BF 8F01CFEA 414140DE 5DAE2223 B00361A3 96177A9C B410FF61 F20015AE", Description = "one digit")]
    [TestCase("8F01CFEA BA7816BF 414140DE 5DAE2223 B00361A3 96177A9C B410FF61 F20015AD", Description = "two groups exchanged")]
    [TestCase(Abc + " 00")]
    [TestCase("sha256:" + Abc)]
    public void Anything_else_does_not_match(string spoken) => Fingerprint.Matches("abc"u8, spoken).ShouldBeFalse();

    [Test]
    public void Another_file_does_not_match() => Fingerprint.Matches("abd"u8, Abc).ShouldBeFalse();
}
