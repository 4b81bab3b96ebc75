using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;
using Exchange.Tests.Ledger;

namespace Exchange.Tests.Cli.Ledger;

internal sealed class ReplayVerbTests
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int VerificationFailed = 4;

    private TwoLogs _logs = null!;
    private TwoExports _exports = null!;

    [SetUp]
    public void Write()
    {
        _logs = TwoLogs.OfOneExchange();
        _exports = new(_logs);
    }

    [TearDown]
    public void Delete() => _exports.Dispose();

    [Test]
    public async Task Every_exchange_is_told_in_a_line_and_all_in_a_summary()
    {
        var run = await ReplayAsync();

        run.ExitCode.ShouldBe(0, run.Progress);
        run.Output.ShouldBe(
            $"""
            BGD-MYS-2026-000001  {Exchange}  to MYS: answered, due 2026-11-24T00:01:00.000Z, 3 messages
            BGD: 4 of 4 entries replayed, up to 2026-11-23T16:07:00.000Z: 1 exchanges, 0 overdue (1 answered); every entry is included under the signed checkpoint

            """
        );
    }

    [TestCase("1", "sent, 1 messages")]
    [TestCase("2", "delivered, due")]
    [TestCase("2026-11-23T16:04:00.000Z", "acknowledged, due 2026-11-24T00:01:00.000Z, 2 messages")]
    [TestCase("2026-11-23", "0 exchanges")]
    public async Task A_moment_in_the_past_is_told_as_it_was(string until, string text) =>
        (await ReplayAsync("--until", until)).Output.ShouldContain(text);

    [Test]
    public async Task An_answer_that_was_late_then_is_told_to_be()
    {
        var logs = new TwoLogs();
        logs.Pass(TwoLogs.Bgd, CaseKinds.Request);
        using var exports = new TwoExports(logs);

        (await CommandRun.OfAsync("ledger", "replay", exports.Bgd, "--until", "2026-11-24T16:00:00.000Z")).Output.ShouldContain(
            "(overdue)"
        );
        (await CommandRun.OfAsync("ledger", "replay", exports.Bgd)).Output.ShouldNotContain("(overdue)");
    }

    [TestCase]
    [TestCase("--json")]
    [TestCase("--until", "3")]
    public async Task Replaying_twice_gives_the_same_bytes(params string[] options)
    {
        for (var exchange = 0; exchange < 30; exchange++)
            _logs.Pass(TwoLogs.Bgd, CaseKinds.Request);
        using var exports = new TwoExports(_logs);
        var first = await CommandRun.OfAsync(["ledger", "replay", exports.Bgd, .. options]);
        var second = await CommandRun.OfAsync(["ledger", "replay", exports.Bgd, .. options]);

        second.Output.ShouldBe(first.Output);
        first.Output.ShouldNotContain(exports.Folder);
    }

    [Test]
    public async Task An_exchange_is_told_step_by_step_with_the_verdict_on_every_proof()
    {
        var run = await ReplayAsync("--exchange", Exchange);

        run.ExitCode.ShouldBe(0, run.Progress);
        var lines = run.Output.Split('\n');
        lines.Length.ShouldBe(7);
        lines[1].ShouldContain("message-sent");
        lines[2].ShouldEndWith($"BGD  {Exchange}  100  entry included, receipt proved");
        lines[4].ShouldContain("response");
        var json = JsonNode.Parse((await ReplayAsync("--exchange", Exchange, "--json")).Output)!;
        json["exchanges"]![0]!["steps"]!.AsArray().Count.ShouldBe(4);
        ((string)json["exchanges"]![0]!["steps"]![1]!["receipt"]!).ShouldBe("proved");
    }

    [Test]
    public async Task A_receipt_that_is_gone_or_under_another_head_is_no_proof()
    {
        var receipts = Path.Combine(_exports.Bgd, "receipts/000.p/4");
        var text = await File.ReadAllTextAsync(receipts);
        await File.WriteAllTextAsync(receipts, text.Replace("\"size\":1,", "\"size\":9,", StringComparison.Ordinal));
        await NotProvedAsync("RECEIPT NOT PROVED (head-not-signed)");
        File.Delete(receipts);
        await NotProvedAsync("RECEIPT NOT PROVED (no-receipt)");
    }

    [Test]
    public async Task Entries_that_do_not_lead_to_the_signed_checkpoint_are_not_believed()
    {
        var bundle = Path.Combine(_exports.Bgd, "tile/entries/000.p/4");
        var bytes = await File.ReadAllBytesAsync(bundle);
        bytes[bytes.AsSpan().IndexOf("AAAA"u8)] = (byte)'B';
        await File.WriteAllBytesAsync(bundle, bytes);

        await NotProvedAsync("entry NOT PROVED");
        (await ReplayAsync()).ExitCode.ShouldBe(VerificationFailed);
    }

    [Test]
    public async Task An_entry_of_another_party_is_a_fault()
    {
        _logs.OfBgd.Add(_logs.OfMys[0]);
        _exports.Write(LogParty.Bgd, _logs.OfBgd, LogParty.Mys, _logs.OfMys);

        var run = await ReplayAsync();

        run.ExitCode.ShouldBe(VerificationFailed);
        run.Progress.ShouldContain("Entry 4 is of MYS, not of BGD.");
    }

    [Test]
    public async Task What_is_no_export_no_moment_or_no_exchange_of_it_is_said()
    {
        (await CommandRun.OfAsync("ledger", "replay", _exports.Folder)).ExitCode.ShouldBe(Usage);
        (await CommandRun.OfAsync("ledger", "replay")).ExitCode.ShouldBe(Usage);
        (await ReplayAsync("--until", "yesterday")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(Usage),
            run => run.Progress.ShouldContain("--until is malformed")
        );
        (await ReplayAsync("--exchange", "not-an-id")).ExitCode.ShouldBe(Usage);
        (await ReplayAsync("--exchange", "019b0c4e-0000-7000-8000-000000000000")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(Failed),
            run => run.Output.ShouldBeEmpty(),
            run => run.Progress.ShouldContain("has no exchange")
        );
    }

    private string Exchange => _logs.OfBgd[0].ExchangeId!.Value.ToString();

    private Task<CommandRun> ReplayAsync(params string[] options) => CommandRun.OfAsync(["ledger", "replay", _exports.Bgd, .. options]);

    private async Task NotProvedAsync(string text)
    {
        var run = await ReplayAsync("--exchange", Exchange);
        run.ExitCode.ShouldBe(VerificationFailed);
        run.Output.ShouldContain(text);
        run.Progress.ShouldNotContain("   at ");
    }
}
