using Exchange.Gateway.Reminding;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>The command <c>status</c> shows what happened in an exchange in one order of time, whatever it was.</summary>
internal sealed class TimelineTests
{
    private FakeTimeProvider _clock = null!;
    private TwoGateways _two = null!;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _two = new(_clock);
    }

    [TearDown]
    public async Task Stop() => await _two.DisposeAsync();

    [Test]
    public async Task Messages_receipts_deadlines_and_decisions_are_in_one_order_of_time()
    {
        var opener = await SayAsync(_two.Bgd, TestGateway.Request);
        var extension = new ExtensionBody { NewDueAt = _clock.Now().AddDays(8), Reason = ExtensionReason.Verification };
        await SayAsync(_two.Mys, extension, opener);
        await DoAsync("bring-back", opener.Reference, "--on", "2099-01-01");
        await DoAsync("hold", opener.Reference, "--reason", "legal-claim");
        var before = await DoAsync("status", opener.Reference);
        _clock.Advance(TimeSpan.FromDays(8));
        _two.Bgd.HearTheirClock(_clock.GetUtcNow());
        await _two.Bgd.Part<ReminderService>().SweepAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync(_two.Mys, TestGateway.Response, opener);
        await SayAsync(_two.Bgd, new FeedbackBody { Outcome = FeedbackOutcome.VictimsIdentified, Usefulness = Usefulness.Decisive }, opener);

        var status = await DoAsync("status", opener.Reference);

        InOrder(
            status,
            "to MYS (Malaysia)  request  delivered",
            "    urgency routine",
            "receipt for the request: accepted: exchange receipt ",
            "from MYS (Malaysia)  extension  accepted",
            $"    new due at {ProtocolTime.Write(extension.NewDueAt)}",
            "bring-back-set by ",
            ": at 2099-01-01T00:00:00.000Z",
            "hold-set by ",
            ": reason legal-claim",
            "to MYS (Malaysia)  reminder  delivered",
            "answer-overdue by policy:remind: due at ",
            "from MYS (Malaysia)  response  accepted",
            "to MYS (Malaysia)  feedback  delivered",
            "    outcome victims-identified"
        );
        var times = status.Split('\n').Where(line => line.StartsWith("  2", StringComparison.Ordinal)).Select(line => line[2..26]).ToList();
        times.ShouldBe(times.Order(StringComparer.Ordinal));
        InOrder(before, "extension  accepted", "hold-set by ", $"{ProtocolTime.Write(extension.NewDueAt)}  the answer is due");
    }

    [Test]
    public async Task Of_a_long_one_the_newest_are_shown_and_where_the_others_are()
    {
        var opener = await SayAsync(_two.Bgd, TestGateway.Request);
        await BringBackAsync(opener, 250);

        var run = await _two.Bgd.RunAsync("status", opener.Reference);

        run.Output.ShouldContain("bring-back-set");
        run.Output.ShouldNotContain("receipt for the request");
        run.Progress.ShouldContain("There are older entries. To see them, repeat the command with: --before ");
        var earlier = await DoAsync("status", opener.Reference, "--before", run.Progress.TrimEnd().Split(' ')[^1]);
        InOrder(earlier, "request  delivered", "receipt for the request: accepted", "bring-back-set");
    }

    private Task BringBackAsync(SendResult.Sent opener, int count) =>
        _two.Bgd.RecordAsync(transaction =>
        {
            var draft = new LeafDraft(LedgerEvents.BringBackSet)
            {
                Counterpart = _two.Bgd.Counterpart.Name,
                ExchangeId = opener.ExchangeId,
            };
            for (var number = 0; number < count; number++)
                transaction.Append(draft);
        });

    private async Task<SendResult.Sent> SayAsync(TestGateway from, MessageBody body, SendResult.Sent? opener = null)
    {
        var sent = await _two.SendAsync(from, body, opener);
        await _two.CrossAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        return sent;
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var run = await _two.Bgd.RunAsync(arguments);
        run.ExitCode.ShouldBe(0, run.Progress);
        _clock.Advance(TimeSpan.FromSeconds(1));
        return run.Output;
    }

    private static void InOrder(string text, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            found.ShouldBeGreaterThanOrEqualTo(0, $"'{part}' should follow in:\n{text}");
            at = found + part.Length;
        }
    }
}
