using System.Text.RegularExpressions;
using Exchange.Desk;
using Exchange.Gateway.Home;
using Exchange.Protocol.Api;

namespace Exchange.Tests.Desk;

/// <summary>Settings are read by operators: durations, sizes and yes or no are words, in the reader's language.</summary>
internal sealed partial class SettingNamesTests
{
    [TestCase("Links:MYS:Due:Routine", "7.00:00:00", "en", "7 days")]
    [TestCase("Links:MYS:Due:UrgentDirect", "08:00:00", "ms", "8 jam")]
    [TestCase("Border:FirstResend", "00:01:00", "en", "1 minute")]
    [TestCase("Border:CosignatureWarning", "1.12:00:00", "bn", "1 দিন 12 ঘণ্টা")]
    [TestCase("Border:Connection:BackOffMinimum", "00:00:00.5000000", "en", "500 milliseconds")]
    [TestCase("Border:Connection:BackOffMinimum", "00:00:00", "en", "0 seconds")]
    [TestCase("Border:ArrivalBytesPerSecond", "16777216", "en", "16 MiB")]
    [TestCase("Border:Connection:PrefetchBytes", "1073741824", "en", "1 GiB")]
    [TestCase("Border:ArrivalBytesPerSecond", "1500", "en", "1500 B")]
    [TestCase("Border:MinimumFreeMiB", "1024", "en", "1 GiB")]
    [TestCase("MaximumRetentionDays", "30", "ms", "30 hari")]
    [TestCase("Policy:AcknowledgeAutomatically", "true", "bn", "হ্যাঁ")]
    [TestCase("Log:Steps", "false", "en", "No")]
    [TestCase("MaximumClassification", "restricted", "ms", "Terhad")]
    [TestCase("Release:Kinds", "[\"request\",\"follow-up-action\"]", "en", "Request, Follow up action")]
    [TestCase("Release:Kinds", "[]", "en", "none")]
    [TestCase("Border:ArrivalsPerSecond", "100", "en", null)]
    [TestCase("Mailbox:Host", "broker.example", "en", null)]
    [TestCase("Policy:Unit", "Duty desk", "en", null)]
    [TestCase("Api:Url", "", "en", null)]
    [TestCase("Mailbox:Host", "[::1]", "en", null)]
    public void A_value_is_said_in_words(string name, string value, string language, string? said) =>
        ReaderOf.Language(language, () => SettingNames.ValueOf(new(name, value, true), FormWordsTests.Localizer)).ShouldBe(said);

    // Each as the gateway says it: a new setting of one of these types needs no line here.
    [Test]
    public void No_setting_of_this_version_is_shown_as_a_machine_writes_it()
    {
        var settings = SettingsText.Each(new() { Links = new Dictionary<string, LinkSettings> { ["MYS"] = new() } }).ToList();

        var raw = settings
            .Select(one => new SettingView(one.Name, $"{one.Value}", true))
            .Where(one => Machine().IsMatch(one.Value) || one.Name.Contains("Bytes", StringComparison.Ordinal))
            .ToList();

        raw.Count.ShouldBeGreaterThan(10);
        raw.Where(one => SettingNames.ValueOf(one, FormWordsTests.Localizer) is null).ShouldBeEmpty();
    }

    [GeneratedRegex("(?i)^(true|false|([0-9]+\\.)?[0-9]+:[0-9]+:[0-9.]+|\\[.*)$")]
    private static partial Regex Machine();
}
