using Exchange.Protocol.Vocabulary.Codes;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Tests.Protocol;

/// <summary>Indicators of trafficking against the published lists: their writer is warned, and nothing is refused.</summary>
internal sealed class IndicatorTests
{
    [TestCase("adult-labour", "destination-debt-bondage", "strong", null)]
    [TestCase("adult-labour", "recruitment-debt-bondage", "medium", null)]
    [TestCase("adult-labour", "recruitment-debt-bondage", "strong", "strength")]
    [TestCase("child-labour", "recruitment-debt-bondage", "strong", null)]
    [TestCase("adult-labour", "deceived-about-education", "weak", null)]
    [TestCase("child-labour", "deceived-about-education", "weak", "strength")]
    [TestCase("adult-labour", "deceived-about-prostitution-conditions", "strong", "code")]
    [TestCase("child-labour", "exploitation-no-social-protection", "medium", "code")]
    [TestCase("adult-sexual", "deceived-about-prostitution-conditions", "weak", null, Description = "a list that is not known here")]
    [TestCase("child-sexual", "exploitation-no-social-protection", "weak", null, Description = "a list that is not known here")]
    public void What_the_stated_list_does_not_have_is_a_warning(string list, string code, string strength, string? warned)
    {
        var message = Sample.All.First(sample => sample.ToJsonString().Contains("\"indicators\"", StringComparison.Ordinal));
        var place = Sample
            .Nodes(message)
            .Select(node => node.Pointer)
            .Single(pointer => pointer.EndsWith("/indicators/0", StringComparison.Ordinal));
        var read = message
            .With($"{place}/list", $"\"{list}\"")
            .With($"{place}/code", $"\"{code}\"")
            .With($"{place}/strength", $"\"{strength}\"")
            .Read();

        read.Faults.ShouldBeEmpty();
        read.Warnings.Select(warning => warning.Pointer)
            .Where(pointer => pointer == $"{place}/code" || pointer == $"{place}/strength")
            .ShouldBe(warned is null ? [] : [$"{place}/{warned}"]);
    }

    [Test]
    public void The_lists_have_as_many_as_were_published()
    {
        Count(IndicatorList.AdultLabour).ShouldBe((7, 53, 7));
        Count(IndicatorList.ChildLabour).ShouldBe((15, 50, 0));
        Enum.GetValues<IndicatorList>()
            .Where(PublishedIndicators.Has)
            .ShouldBe([IndicatorList.AdultLabour, IndicatorList.ChildLabour]);
    }

    private static (int Strong, int Medium, int Weak) Count(IndicatorList list)
    {
        var strengths = Enum.GetValues<IndicatorCode>().Select(code => PublishedIndicators.StrengthOf(list, code)).ToList();
        return (
            strengths.Count(strength => strength == IndicatorStrength.Strong),
            strengths.Count(strength => strength == IndicatorStrength.Medium),
            strengths.Count(strength => strength == IndicatorStrength.Weak)
        );
    }
}
