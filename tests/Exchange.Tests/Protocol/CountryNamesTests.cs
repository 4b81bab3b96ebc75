using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Tests.Protocol;

/// <summary>Codes of countries and other issuers, with their names.</summary>
internal sealed class CountryNamesTests
{
    [Test]
    public void Every_code_has_a_name_in_each_language()
    {
        CountryCodes.Country.Codes!.Count.ShouldBe(249);
        CountryCodes.Issuer.Codes!.Count.ShouldBe(249 + 25);
        foreach (var code in CountryCodes.Issuer.Codes!)
        {
            foreach (var language in new[] { "en", "bn", "ms" })
            {
                var name = CountryNames.Find(code, language);
                name.ShouldNotBeNullOrWhiteSpace($"{code} in {language}");
                name.ShouldBe(name.Trim());
                name.Any(letter => letter is >= '\u0980' and <= '\u09FF').ShouldBe(language == "bn", $"{code} in {language}");
            }
        }
    }

    [TestCase("ben", "Bangla")]
    [TestCase("rhg", "Rohingya")]
    [TestCase("msa", "Malay")]
    [TestCase("xyz", null)]
    public void Languages_of_both_regions_have_names(string code, string? name) => LanguageNames.Find(code).ShouldBe(name);

    [TestCase("MYS", "en", "Malaysia")]
    [TestCase("BGD", "bn", "বাংলাদেশ")]
    [TestCase("SGP", "ms", "Singapura")]
    [TestCase("SGP", "fr", "Singapore")]
    [TestCase("XXA", "en", "stateless")]
    [TestCase("ZZZ", "en", null)]
    [TestCase("BD", "en", null)]
    public void A_name_is_found_by_code_and_language(string code, string language, string? name) =>
        CountryNames.Find(code, language).ShouldBe(name);
}
