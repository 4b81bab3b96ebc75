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

    [TestCase("BDT", "en", "Bangladeshi Taka")]
    [TestCase("BDT", "bn", "বাংলাদেশি টাকা")]
    [TestCase("MYR", "ms", "Ringgit Malaysia")]
    [TestCase("MYR", "fr", "Malaysian Ringgit")]
    [TestCase("CHW", "ms", "WIR Franc")]
    [TestCase("XYZ", "en", null)]
    public void A_currency_has_a_name_in_the_language_or_in_English(string code, string language, string? name) =>
        PublishedNames.OfCurrency(code, language).ShouldBe(name);

    [TestCase("Beng", "en", "Bangla")]
    [TestCase("Beng", "bn", "বাংলা")]
    [TestCase("Beng", "ms", "Benggali")]
    [TestCase("Arab", "ms", "Arab")]
    [TestCase("Kitl", "en", null)]
    public void A_script_has_a_name_in_the_language_or_in_English(string code, string language, string? name) =>
        PublishedNames.OfScript(code, language).ShouldBe(name);

    [Test]
    public void Every_currency_and_nearly_every_script_has_an_English_name_and_no_other_code_has_one()
    {
        PublishedCodes.Currency.Codes!.ShouldAllBe(code => PublishedNames.OfCurrency(code, "en") != null);
        PublishedCodes.Script.Codes!.Count(code => PublishedNames.OfScript(code, "en") is null).ShouldBe(12);
        foreach (var file in (string[])["currency-names", "script-names"])
        {
            var codes = (file == "currency-names" ? PublishedCodes.Currency : PublishedCodes.Script).Codes!;
            var lines = PublishedCodes.Text(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var line in lines.Select(line => line.Split('\t')))
            {
                line.Length.ShouldBe(4, line[0]);
                codes.ShouldContain(line[0]);
                line.ShouldAllBe(name => name == name.Trim());
                line[1].Length.ShouldBePositive(line[0]);
            }
        }
    }

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
