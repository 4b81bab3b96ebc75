using Exchange.Cli.Demo;
using Exchange.Cli.Parties;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol;

namespace Exchange.IntegrationTests.Demo;

/// <summary>The story is told only as far as it proves itself.</summary>
internal sealed class DemoStoryTests
{
    [OneTimeSetUp]
    public Task Start() => TwoCountries.StartAsync();

    [Test]
    public async Task A_receipt_that_proves_nothing_ends_the_story_with_a_report_that_says_so()
    {
        var party = TwoCountries.Stage.Answerer;
        var card = party.Card;
        try
        {
            party.Card = card with { Log = AnotherLog(party) };

            var report = await new DemoStory(TwoCountries.Stage, _ => { }).PlayAsync(CancellationToken.None);

            report.Ok.ShouldBeFalse();
            report.Steps.Select(step => step.Name).ShouldBe(["request"]);
            report.Faults.ShouldContain(fault =>
                fault.Contains("delivered", StringComparison.Ordinal) && fault.Contains("does not prove", StringComparison.Ordinal)
            );
            report.Ledgers.Select(ledger => (ledger.Party, ledger.Verified)).ShouldBe([("BGD", true), ("MYS", false)]);
        }
        finally
        {
            party.Card = card;
        }
    }

    [Test]
    public async Task A_log_that_does_not_prove_the_request_ends_the_story_before_its_first_step()
    {
        var party = TwoCountries.Stage.Asker;
        var card = party.Card;
        try
        {
            party.Card = card with { Log = AnotherLog(party) };

            var report = await new DemoStory(TwoCountries.Stage, _ => { }).PlayAsync(CancellationToken.None);

            report.Ok.ShouldBeFalse();
            report.Steps.ShouldBeEmpty();
            report.Faults[0].ShouldContain("recorded the request");
        }
        finally
        {
            party.Card = card;
        }
    }

    // The same name, with keys that have signed nothing.
    private static Protocol.Parties.CardLog AnotherLog(DemoParty party)
    {
        var folder = Directory.CreateTempSubdirectory("exchange-other-");
        try
        {
            var home = new Cli.Home(Path.Combine(folder.FullName, "home"));
            var founding = new HomeFounding(home, party.Name, new("127.0.0.1", 5671, "localhost"));
            return founding.Found(home.PassphraseFile, TimeProvider.System.Now()).Log;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
