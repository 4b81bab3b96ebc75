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
    [TestCase("  BA7816BF-8F01CFEA-414140DE-5DAE2223-B00361A3-96177A9C-B410FF61-F20015AD ")]
    public void What_was_read_aloud_may_have_any_spaces_hyphens_and_case(string spoken) => Fingerprint.Matches("abc"u8, spoken).ShouldBeTrue();

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
