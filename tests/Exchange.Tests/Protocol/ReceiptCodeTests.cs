using Exchange.Protocol;

namespace Exchange.Tests.Protocol;

internal sealed class ReceiptCodeTests
{
    // Border protocol, section 7. A code never changes its meaning: this list only grows.
    private static readonly int[] Travelling =
    [
        100,
        400,
        401,
        402,
        403,
        404,
        450,
        451,
        452,
        500,
        501,
        502,
        503,
        504,
        505,
        506,
        550,
        551,
        552,
    ];

    private static readonly int[] AtHome = [300, 301, 302, 303, 304, 305, 306, 307, 350, 351, 352, 353, 354, 355];

    [Test]
    public void What_is_proven_travels_and_what_is_not_stays_at_home()
    {
        var codes = Enum.GetValues<ReceiptCode>();
        codes.Where(code => code.Travels()).Select(code => (int)code).ShouldBe(Travelling);
        codes.Where(code => !code.Travels()).Select(code => (int)code).ShouldBe(AtHome);
    }

    [TestCase("99", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("600", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("303", ReceiptCode.MembersOrTypes)]
    [TestCase("101", ReceiptCode.MembersOrTypes)]
    [TestCase("\"100\"", ReceiptCode.MembersOrTypes)]
    public void A_receipt_with_a_code_that_does_not_travel_is_refused(string json, ReceiptCode code) =>
        Sample.Receipt.With("/body/items/0/code", json).Read().ShouldBeRefused(code, "/body/items/0/code");
}
