using Exchange.Gateway.Home;
using Exchange.Gateway.Submitting;
using Exchange.Tests.Cli;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>The list of UN/LOCODE that the settings may name, and the other limits that they set for what is sent.</summary>
internal sealed class LocodeListTests
{
    // As UNECE has it: a column for changes, country, place, names, …
    private const string Published = """
        ,"BD",,".BANGLADESH",,,,,,,,
        ,"BD","CGP","Chattogram (formerly Chittagong)","Chattogram (formerly Chittagong)","B","1-345---","AI","0701",,"2220N 09150E",
        "+",MY,LGK,Langkawi,Langkawi,02,1--45---,AI,0701,LGK,0620N 09944E,
        "X","BD","9XY","Gone, with a comma","Gone",,"1-------","RL","0701",,,
        MYPKG
        a remark

        """;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Its_codes_are_read_from_the_published_form_and_from_plain_lines()
    {
        var file = _folder.In("locodes.csv");
        File.WriteAllText(file, Published.ReplaceLineEndings("\r\n"));

        LocodeList.Read(file).ShouldBe(["BDCGP", "MYLGK", "BD9XY", "MYPKG"], ignoreOrder: true);
    }

    [Test]
    public void What_is_sent_is_limited_by_the_settings()
    {
        var file = _folder.In("locodes.csv");
        File.WriteAllText(file, Published);
        var clock = new FakeTimeProvider(new(2026, 11, 29, 23, 0, 0, TimeSpan.Zero));

        var limits = new SendingLimits(new() { LocodeFile = file, MaximumRetentionDays = 30 }, new(), clock).To(null);
        limits.RetainAtMost.ShouldBe(new DateOnly(2026, 12, 29));
        limits.Locodes!.Count.ShouldBe(4);

        var none = new SendingLimits(new(), new(), clock).To(null);
        none.RetainAtMost.ShouldBeNull();
        none.Locodes.ShouldBeNull();
    }
}
