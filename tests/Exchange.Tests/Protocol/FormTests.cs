using System.Text;
using System.Text.RegularExpressions;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Protocol;

internal sealed class FormTests
{
    private static readonly Form Plate = new("plate", new Regex(@"\A(?:[A-Z]{2}|X)[0-9]+\z"), "a plate: letters, then digits");

    private static readonly Dictionary<string, Func<ObjectReader, string>> Things = new()
    {
        ["car"] = reader => reader.Line("plate", Plate),
        ["boat"] = reader => reader.Line("name", 10),
    };

    [TestCase("AB12", true)]
    [TestCase("X1", true)]
    [TestCase("AB12\n", false, Description = "The end of a pattern is the end of the text.")]
    [TestCase(" AB12", false)]
    [TestCase("AB\u0967", false, Description = "Digits of other scripts are none.")]
    [TestCase("", false)]
    public void A_text_fits_a_pattern_as_a_whole(string text, bool fits) => Plate.Fits(text).ShouldBe(fits);

    [Test]
    public void A_pattern_is_told_as_in_ECMA_262() => Plate.Pattern.ShouldBe(@"^(?:[A-Z]{2}|X)[0-9]+$(?!\n)");

    [TestCase("[0-9]+")]
    [TestCase(@"\A[0-9]+")]
    [TestCase(@"^[0-9]+$")]
    public void A_pattern_without_ends_is_no_form(string pattern) =>
        Should.Throw<ArgumentException>(() => new Form("x", new Regex(pattern), "x"));

    [TestCase("BGD", true, true)]
    [TestCase("XXA", false, true)]
    [TestCase("bgd", false, false)]
    [TestCase("UTO", false, false)]
    public void Countries_and_issuers_are_lists(string code, bool isCountry, bool isIssuer)
    {
        CountryCodes.Country.Fits(code).ShouldBe(isCountry);
        CountryCodes.Issuer.Fits(code).ShouldBe(isIssuer);
    }

    [TestCase("BDCGP", true)]
    [TestCase("XZ2AB", true)]
    [TestCase("ZZCGP", false)]
    [TestCase("BDCG1", false)]
    [TestCase("BDCGPX", false)]
    public void A_location_code_has_a_country_and_three_characters(string code, bool fits) => CountryCodes.Locode.Fits(code).ShouldBe(fits);

    [Test]
    public void Another_text_is_refused_by_the_meaning_and_is_empty_then()
    {
        var faults = Read("""{"plate":"secret"}""", reader => reader.Line("plate", Plate).ShouldBeEmpty());
        faults.ShouldHaveSingleItem().ShouldBe(new(ReceiptCode.AgainstTheVocabulary, "/plate", "Not a plate: letters, then digits."));
        Read("""{"plate":7}""", reader => reader.OptionalLine("plate", Plate).ShouldBeEmpty())
            .ShouldHaveSingleItem()
            .Code.ShouldBe(ReceiptCode.MembersOrTypes);
        Read("{}", reader => reader.OptionalLine("plate", Plate).ShouldBeNull()).ShouldBeEmpty();
    }

    [Test]
    public void In_a_list_the_item_is_named()
    {
        Read("""{"plates":["AB1",null,"ab"]}""", reader => reader.OptionalLines("plates", 3, Plate).ShouldBe(["AB1", "", ""]))
            .Select(fault => (fault.Code, fault.Pointer))
            .ShouldBe([(ReceiptCode.MembersOrTypes, "/plates/1"), (ReceiptCode.AgainstTheVocabulary, "/plates/2")]);
        Read("""{"plates":["AB1","AB2"]}""", reader => reader.Lines("plates", 1, 1, Plate))
            .ShouldHaveSingleItem()
            .Pointer.ShouldBe("/plates");
    }

    [TestCase("""{"type":"car","plate":"AB1"}""", null)]
    [TestCase("""{"type":"boat","name":"Specimen"}""", null)]
    [TestCase("""{"type":"car","name":"Specimen"}""", "/plate /name")]
    [TestCase("""{"type":"train","name":"Specimen"}""", "/type")]
    [TestCase("""{"name":"Specimen"}""", "/type")]
    [TestCase("""{"type":["car"],"plate":"AB1"}""", "/type")]
    public void An_object_is_read_by_the_code_of_a_member(string json, string? faults) =>
        Read(json, reader => reader.ByCode("type", Things)).Select(fault => fault.Pointer).ShouldBe(faults?.Split(' ') ?? []);

    private static IReadOnlyList<Fault> Read(string json, Action<ObjectReader> read) =>
        StrictJson
            .Read(Encoding.UTF8.GetBytes(json), reader =>
            {
                read(reader);
                return "read";
            })
            .Faults;
}
