using System.Formats.Asn1;
using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.Ledger.Comparison;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Vocabulary;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>The demonstration's story, and what it leaves behind.</summary>
internal sealed class StoryTests
{
    private const string AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23";

    private DemoReport _report = null!;

    [OneTimeSetUp]
    public async Task Play()
    {
        await TwoCountries.StartAsync();
        await TwoCountries.BecomeQuietAsync();
        _report = await new DemoStory(TwoCountries.Stage, _ => { }).PlayAsync(CancellationToken.None);
    }

    [Test]
    public void Every_step_of_the_story_is_proved()
    {
        _report.Faults.ShouldBeEmpty();
        _report.Ok.ShouldBeTrue();
        _report
            .Steps.Select(step => step.Name)
            .ShouldBe([
                "request",
                "delivered",
                "automatic-acknowledgement",
                "clarification-question",
                "clarification-answer",
                "extension",
                "partial-response",
                "protection-alert",
                "alert-acknowledgement",
                "alert-response",
                "final-response",
                "follow-up-action",
                "follow-up-action-in-progress",
                "feedback",
            ]);
        _report.Ledgers.Select(ledger => (ledger.Party, ledger.Verified)).ShouldBe([("BGD", true), ("MYS", true)]);
    }

    [Test]
    public async Task Both_sides_say_that_the_request_is_answered_and_closed()
    {
        var request = _report.Steps[0].MessageId;
        await TwoCountries.BecomeQuietAsync();
        foreach (var country in (Country[])[TwoCountries.Asker, TwoCountries.Answerer])
        {
            var state = (await country.ExchangeAsync(request)).State;
            (state.Status, state.Outcome).ShouldBe((ExchangeStatus.Closed, FeedbackOutcome.VictimsIdentified), country.Name);
        }
    }

    [Test]
    public void The_bytes_of_each_message_are_a_cms_file_named_by_its_id()
    {
        foreach (var step in _report.Steps)
        {
            var wire = File.ReadAllBytes(Path.Combine(TwoCountries.Stage.Folder, "wire", $"{MessageId.Write(step.MessageId)}.cms"));
            new AsnReader(wire, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier().ShouldBe(AuthEnvelopedData);
            var isAskers =
                step.Name
                is "request"
                    or "delivered"
                    or "clarification-answer"
                    or "alert-acknowledgement"
                    or "alert-response"
                    or "follow-up-action"
                    or "feedback";
            (isAskers ? TwoCountries.Asker : TwoCountries.Answerer)
                .Rows.Scalar<string>($"SELECT sealed FROM messages WHERE outgoing = 1 AND message_id = '{MessageId.Write(step.MessageId)}'")
                .ShouldBe(Digest.Of(wire).ToString());
        }
    }

    [Test]
    public async Task Openssl_reads_the_structure_of_what_crossed()
    {
        var wire = Path.Combine(TwoCountries.Stage.Folder, "wire", $"{MessageId.Write(_report.Steps[0].MessageId)}.cms");
        var printed = await Program.RunAsync("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", wire);
        printed.ExitCode.ShouldBe(0, printed.Error);
        printed.Output.ShouldContain("id-smime-ct-authEnvelopedData");
    }

    [Test]
    public void Link_messages_are_recorded_too()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(TwoCountries.Stage.Folder, "wire"))
            .Select(Path.GetFileNameWithoutExtension)
            .ToList();
        files.ShouldAllBe(name => Guid.Parse(name!).Version == 7);
        files.Count.ShouldBeGreaterThan(
            (int)(
                TwoCountries.Asker.Rows.Count("messages WHERE outgoing = 1")
                + TwoCountries.Answerer.Rows.Count("messages WHERE outgoing = 1")
            )
        );
    }

    [Test]
    public async Task Every_case_message_of_one_log_is_paired_in_the_other()
    {
        await TwoCountries.BecomeQuietAsync();
        var (asker, answerer) = (TwoCountries.Asker.Ledger(TwoCountries.Answerer), TwoCountries.Answerer.Ledger(TwoCountries.Asker));
        (await asker.VerifyAsync(WorkProgress.None, CancellationToken.None)).Faults.ShouldBeEmpty();
        (await answerer.VerifyAsync(WorkProgress.None, CancellationToken.None)).Faults.ShouldBeEmpty();
        var comparison = LogComparison.Of(TwoCountries.Asker.Party.Name, asker.Entries, TwoCountries.Answerer.Party.Name, answerer.Entries);
        comparison.Findings.ShouldBeEmpty();
        comparison.OnItsWay.ShouldBeEmpty();
        foreach (var (from, to) in new[] { (asker.Entries, answerer.Entries), (answerer.Entries, asker.Entries) })
        {
            var sent = from.Where(leaf => leaf.Event == LedgerEvents.MessageSent).Select(leaf => leaf.MessageId).ToList();
            sent.ShouldNotBeEmpty();
            from.Where(leaf => leaf.Event == LedgerEvents.MessageDelivered)
                .Select(leaf => leaf.MessageId)
                .ShouldBe(sent, ignoreOrder: true);
            to.Where(leaf => leaf.Event == LedgerEvents.MessageAccepted).Select(leaf => leaf.MessageId).ShouldBe(sent, ignoreOrder: true);
        }
    }

    [Test]
    public async Task Each_log_begins_with_the_key_of_the_home_and_the_card_of_the_other()
    {
        foreach (var (country, other) in new[] { (TwoCountries.Asker, TwoCountries.Answerer), (TwoCountries.Answerer, TwoCountries.Asker) })
        {
            var ledger = country.Ledger(other);
            await ledger.VerifyAsync(WorkProgress.None, CancellationToken.None);
            ledger.Entries[0].Event.ShouldBe(LedgerEvents.KeyMade);
            ledger.Entries[1].Event.ShouldBe(LedgerEvents.PartyImported);
            ledger.Entries[1].Counterpart.ShouldBe(other.Party.Name);
        }
    }
}
