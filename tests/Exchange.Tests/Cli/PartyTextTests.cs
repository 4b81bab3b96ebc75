using Exchange.Cli.Parties;

namespace Exchange.Tests.Cli;

/// <summary>Where people read, the name of the country is beside the code.</summary>
internal sealed class PartyTextTests
{
    [TestCase("MYS", "MYS (Malaysia)")]
    [TestCase("BGD-CID", "BGD-CID (Bangladesh)")]
    [TestCase("QQQ", "QQQ", Description = "a code of no country stays as it is")]
    public void A_party_is_shown_with_the_name_of_its_country(string party, string shown) => PartyText.Of(party).ShouldBe(shown);
}
