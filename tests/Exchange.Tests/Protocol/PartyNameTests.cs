using Exchange.Protocol.Parties;

namespace Exchange.Tests.Protocol;

internal sealed class PartyNameTests
{
    [TestCase("BGD", "BGD")]
    [TestCase("MYS-D3", "MYS")]
    [TestCase("BGD-CID", "BGD")]
    [TestCase("MYS-0123456789ABCDEF", "MYS")]
    public void A_party_is_a_country_with_or_without_a_unit(string text, string country)
    {
        var name = PartyName.Parse(text);
        (name.Value, name.Country, name.ToString()).ShouldBe((text, country, text));
        name.ShouldBe(PartyName.Parse(text));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("BG")]
    [TestCase("BGDX")]
    [TestCase("bgd")]
    [TestCase("XXX", Description = "no country")]
    [TestCase("UTO", Description = "ICAO's specimen state")]
    [TestCase("BGD-")]
    [TestCase("BGD-cid")]
    [TestCase("BGD_CID")]
    [TestCase("BGD-CID-2")]
    [TestCase("MYS-0123456789ABCDEFG")]
    [TestCase("BGD ")]
    [TestCase("BGD\n")]
    [TestCase("BGD-CID\n")]
    [TestCase("BGD\0")]
    [TestCase("ВGD", Description = "a Cyrillic letter")]
    [TestCase("BGD-٣", Description = "a digit of another script")]
    public void Anything_else_is_no_party(string? text)
    {
        PartyName.TryParse(text, out var name).ShouldBeFalse();
        name.ShouldBeNull();
        Should.Throw<FormatException>(() => PartyName.Parse(text!));
    }

    [Test]
    public void A_unit_is_another_party_than_its_country() => PartyName.Parse("BGD-CID").ShouldNotBe(PartyName.Parse("BGD"));

    [TestCase("BGD", "BD")]
    [TestCase("MYS", "MY")]
    [TestCase("ABW", "AW")]
    [TestCase("ZWE", "ZW")]
    public void A_country_has_its_alpha_2_code(string alpha3, string alpha2) => CountryCodes.Alpha2(alpha3).ShouldBe(alpha2);

    [Test]
    public void There_are_249_countries_each_with_a_code_of_its_own()
    {
        var letters = Enumerable.Range('A', 26).Select(letter => (char)letter).ToList();
        var countries = (
            from a in letters
            from b in letters
            from c in letters
            let code = $"{a}{b}{c}"
            where CountryCodes.IsAlpha3(code)
            select code
        ).ToList();
        countries.Count.ShouldBe(249);
        countries.Select(CountryCodes.Alpha2).Distinct().Count(code => code.Length == 2).ShouldBe(249);
        Should.Throw<ArgumentException>(() => CountryCodes.Alpha2("XXX"));
    }
}
