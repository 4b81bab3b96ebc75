using System.Globalization;
using Exchange.Desk;
using Exchange.Protocol.Parties;

namespace Exchange.Tests.Desk;

/// <summary>Countries are shown by their names, and may be typed by them.</summary>
internal sealed class CountriesTests
{
    private CultureInfo _before = null!;

    [SetUp]
    public void Remember() => _before = CultureInfo.CurrentUICulture;

    [TearDown]
    public void Forget() => CultureInfo.CurrentUICulture = _before;

    [TestCase("en", "MYS", "Malaysia", "Malaysia (MYS)")]
    [TestCase("en", "BGD-CID", "Bangladesh, CID", "Bangladesh (BGD-CID)")]
    [TestCase("bn", "BGD", "বাংলাদেশ", "বাংলাদেশ (BGD)")]
    [TestCase("ms", "QQQ-A", "QQQ-A", "QQQ-A")]
    public void A_party_has_the_name_of_its_country(string language, string party, string name, string withCode)
    {
        CultureInfo.CurrentUICulture = new(language);

        Countries.Party(party).ShouldBe(name);
        Countries.PartyWithCode(party).ShouldBe(withCode);
    }

    [TestCase("bn", "বাংলাদেশ", "BGD")]
    [TestCase("bn", "Bangladesh", "BGD")]
    [TestCase("ms", "malaysia", "MYS")]
    [TestCase("en", "mys", "MYS")]
    [TestCase("en", "Stateless", "XXA")]
    [TestCase("en", "Atlantis", "Atlantis")]
    public void What_is_typed_by_its_name_has_its_code_and_what_is_no_country_is_kept(string language, string typed, string code)
    {
        CultureInfo.CurrentUICulture = new(language);

        Countries.CodeOf(typed, CountryCodes.Issuer.Codes!).ShouldBe(code);
    }

    [Test]
    public void A_name_is_not_taken_for_a_code_that_the_list_does_not_have()
    {
        CultureInfo.CurrentUICulture = new("en");

        Countries.CodeOf("stateless", CountryCodes.Country.Codes!).ShouldBe("stateless");
    }
}
