using Exchange.Gateway.Home;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Gateway;

/// <summary>The setting <c>Release</c> is read strictly: what cannot be read must not let messages leave that should be released.</summary>
internal sealed class ReleaseSettingsTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Start() => _folder = new();

    [TearDown]
    public void Stop() => _folder.Dispose();

    [TestCase("""{ "VictimDta": false }""", "Release:VictimDta")]
    [TestCase("""{ "VictimData": "sometimes" }""", "Release:VictimData")]
    [TestCase("""{ "AboveClassification": "cosmic" }""", "Release:AboveClassification")]
    [TestCase("""{ "Kinds": ["gossip"] }""", "Release:Kinds")]
    [TestCase("""{ "Kinds": "protection-alert" }""", "Release:Kinds")]
    [TestCase("""{ "Kinds": [""] }""", "Release:Kinds")]
    public void What_it_cannot_mean_is_refused(string release, string names) =>
        Should.Throw<UnsafeSettingException>(() => Read(release)).Message.ShouldContain(names);

    [TestCase("{}")]
    [TestCase("""{ "Kinds": [] }""")]
    [TestCase("""{ "Kinds": ["protection-alert"] }""")]
    public void What_is_not_said_stays_as_it_is_by_default(string release)
    {
        var read = Read(release);
        (read.VictimData, read.MinorData, read.HandlingCodes, read.AboveClassification, read.Erasures).ShouldBe(
            (true, true, true, Classification.Restricted, true)
        );
        read.KindsInForce.Count.ShouldBe(
            release switch
            {
                "{}" => CaseKinds.All.Count - 1,
                _ when release.Contains("alert", StringComparison.Ordinal) => 1,
                _ => 0,
            }
        );
    }

    [Test]
    public void That_no_kind_is_released_is_shown_as_another_setting_than_the_default()
    {
        var (usual, none) = (Shown(Read("{}")), Shown(Read("""{ "Kinds": [] }""")));
        usual.ShouldContain("\"request\"");
        none.ShouldBe("[]");

        static string Shown(ReleaseSettings release) =>
            SettingsText.Each(new() { Release = release }).Single(one => one.Name == "Release:Kinds").Value!.ToJsonString();
    }

    [TestCase("VictimData")]
    [TestCase("AboveClassification")]
    [TestCase("Kinds")]
    public void A_null_switches_nothing_off(string member)
    {
        try
        {
            Read($$"""{ "{{member}}": null }""").ShouldBeEquivalentTo(new ReleaseSettings());
        }
        catch (UnsafeSettingException refused)
        {
            refused.Message.ShouldContain(member);
        }
    }

    private ReleaseSettings Read(string release)
    {
        _folder.Write(
            $$"""{ "Mailbox": { "Host": "mailbox.example", "TlsName": "mailbox.example" }, "Release": {{release}} }""",
            "gateway.json"
        );
        return SettingsReader.Read(_folder.In("gateway.json")).Release;
    }
}
