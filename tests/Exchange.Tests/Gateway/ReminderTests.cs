using Exchange.Gateway.Reminding;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What a gateway does about answers that are due: once each, whatever the clock does meanwhile.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class ReminderTests(string store)
{
    private readonly List<int> _stages = [];

    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private CounterpartLog _theirs = null!;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock, store: store);
        _theirs = new(_gateway);
        _stages.Clear();
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task What_we_must_answer_is_told_at_three_quarters_when_due_and_daily_after_and_nothing_is_sent()
    {
        await AskedAsync();

        await AfterAsync(TimeSpan.FromDays(5));
        Stages().ShouldBe("");
        await AfterAsync(TimeSpan.FromDays(0.25));
        Stages().ShouldBe("1");
        await AfterAsync(TimeSpan.FromDays(1.75));
        await AfterAsync(TimeSpan.Zero);
        await AfterAsync(TimeSpan.FromDays(1));

        Stages().ShouldBe("1 2 3");
        Entries().ShouldBe("True");
        Sent().ShouldBe(0);
    }

    [Test]
    public async Task A_counterpart_that_is_late_is_reminded_when_due_and_daily_after()
    {
        await AskAsync();

        await AfterAsync(TimeSpan.FromDays(6));
        Sent().ShouldBe(0);
        await AfterAsync(TimeSpan.FromDays(1));
        Sent().ShouldBe(1);
        await AfterAsync(TimeSpan.Zero);
        await AfterAsync(TimeSpan.FromDays(1));

        Sent().ShouldBe(2);
        Stages().ShouldBe("1 2 3");
        Entries().ShouldBe("False");
        _gateway.Read<string>("SELECT status FROM exchanges").ShouldBe("delivered");
    }

    [Test]
    public async Task Over_a_clock_that_jumps_the_newest_stage_alone_comes_and_none_comes_twice()
    {
        await AskedAsync();

        await AfterAsync(TimeSpan.FromDays(30));
        _clock.AdjustTime(_clock.GetUtcNow().AddDays(-20));
        await AfterAsync(TimeSpan.Zero);
        await AfterAsync(TimeSpan.FromDays(20));

        Stages().ShouldBe("25");
        Entries().ShouldBe("True");
    }

    [Test]
    public async Task An_extension_begins_anew_and_the_answer_ends_it()
    {
        var asked = await AskedAsync();
        await AfterAsync(TimeSpan.FromDays(6));
        await AnswerAsync(asked, new ExtensionBody { NewDueAt = _clock.GetUtcNow().AddDays(10), Reason = ExtensionReason.Volume });

        await AfterAsync(TimeSpan.FromDays(3));
        Stages().ShouldBe("1 0");
        await AfterAsync(TimeSpan.FromDays(4));
        Stages().ShouldBe("1 0 1");
        await AnswerAsync(asked, TestGateway.Response);
        await AfterAsync(TimeSpan.FromDays(30));

        Stages().ShouldBe("1 0 1 0");
        _gateway.Read<long>("SELECT COUNT(*) FROM reminders").ShouldBe(0);
    }

    // Its plan is forgotten meanwhile, as that of every exchange that was answered.
    [Test]
    public async Task An_answer_that_is_refused_days_later_is_overdue_again_and_the_ledger_says_it_once()
    {
        var asked = await AskedAsync();
        await AfterAsync(TimeSpan.FromDays(7));
        var answer = await SayAsync(asked, TestGateway.Response);
        await AfterAsync(TimeSpan.FromDays(2));
        (Stages(), _gateway.Read<long>("SELECT COUNT(*) FROM reminders")).ShouldBe(("2 0", 0));

        await _theirs.JudgeAsync(answer, Exchange.Protocol.ReceiptCode.AgainstTheVocabulary, CaseKinds.Response);
        await AfterAsync(TimeSpan.Zero);

        Stages().ShouldBe("2 0 4");
        Entries().ShouldBe("True");
    }

    [Test]
    public async Task By_a_clock_that_is_in_doubt_nothing_is_due()
    {
        await AskedAsync();
        _clock.Advance(TimeSpan.FromDays(8));
        _gateway.HearTheirClock(_clock.GetUtcNow().AddDays(-8));

        await AfterAsync(TimeSpan.Zero);
        Stages().ShouldBe("");
        _gateway.HearTheirClock(_clock.GetUtcNow());
        await AfterAsync(TimeSpan.Zero);

        Stages().ShouldBe("3");
    }

    [Test]
    public async Task A_reminder_that_could_not_be_recorded_comes_at_the_next_sweep()
    {
        await AskAsync();
        await AfterAsync(TimeSpan.FromDays(6));
        using (var session = _gateway.Part<Exchange.Gateway.Store.Database>().OpenSession())
            session.Execute(_gateway.Sql("CREATE TRIGGER refuse BEFORE UPDATE ON reminders BEGIN SELECT RAISE(ABORT, 'A test.'); END"));

        await AfterAsync(TimeSpan.FromDays(1));
        (Sent(), Stages()).ShouldBe((0, "1"));
        using (var session = _gateway.Part<Exchange.Gateway.Store.Database>().OpenSession())
            session.Execute(_gateway.Sql("DROP TRIGGER refuse"));
        await AfterAsync(TimeSpan.Zero);

        (Sent(), Stages()).ShouldBe((1, "1 2"));
    }

    [TestCase("{}")]
    [TestCase("nothing")]
    [TestCase("null")]
    public async Task A_damaged_state_keeps_no_other_exchange_waiting_and_is_said(string state)
    {
        var damaged = await AskedAsync();
        var sound = TestGateway.TheirRequest(_clock.GetUtcNow());
        await _gateway.ArriveAsync(_gateway.SealedByThem(sound));
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("UPDATE exchanges SET state = @p0 WHERE exchange_id = @p1", state, damaged.MessageId.ToString())
        );
        var lines = new LogLines<ReminderService>();
        using var service = ActivatorUtilities.CreateInstance<ReminderService>(_gateway.Part<IServiceProvider>(), lines);
        _clock.Advance(TimeSpan.FromDays(7));

        await service.SweepAsync(CancellationToken.None);

        _gateway.Read<int>($"SELECT stage FROM reminders WHERE exchange_id = '{sound.MessageId}'").ShouldBe(2);
        var (level, text) = lines.Lines.ShouldHaveSingleItem();
        (
            level,
            text.Contains(damaged.MessageId.ToString(), StringComparison.Ordinal),
            text.Contains("exchange db rebuild", StringComparison.Ordinal)
        ).ShouldBe((LogLevel.Error, true, true));
    }

    // The counterpart's clock is the machine's, a moment ahead of this one.
    private async Task AskAsync()
    {
        await _theirs.JudgeAsync(await _gateway.SendAsync(), Exchange.Protocol.ReceiptCode.Accepted);
        _clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task<MessageHeader> AskedAsync()
    {
        var header = TestGateway.TheirRequest(_clock.GetUtcNow());
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        _gateway.Read<long>("SELECT COUNT(*) FROM exchanges").ShouldBe(1);
        return header;
    }

    private async Task AnswerAsync(MessageHeader asked, MessageBody body) =>
        await _theirs.JudgeAsync(await SayAsync(asked, body), Exchange.Protocol.ReceiptCode.Accepted, (CaseKind)body.Kind);

    private async Task<Exchange.Gateway.Submitting.SendResult.Sent> SayAsync(MessageHeader asked, MessageBody body)
    {
        var draft = new Exchange.Gateway.Submitting.CaseDraft(
            _gateway.Counterpart,
            Exchange.Protocol.MessageId.New(_clock),
            asked.ExchangeId!.Value,
            TestGateway.Handling,
            body
        )
        {
            InReplyTo = new(
                asked.MessageId,
                Exchange.Protocol.Digest.Parse(_gateway.Read<string>("SELECT signed FROM messages WHERE NOT outgoing"))
            ),
        };
        var cause = new Exchange.Gateway.Submitting.Cause(draft.MessageId.ToString(), Exchange.Protocol.Digest.Of("x"u8), "token");
        var sent = await _gateway.Part<Exchange.Gateway.Submitting.CaseSender>().SendAsync(draft, cause, CancellationToken.None);
        return sent.ShouldBeOfType<Exchange.Gateway.Submitting.SendResult.Sent>();
    }

    private async Task AfterAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await _gateway.Part<ReminderService>().SweepAsync(CancellationToken.None);
        var stage = (int)_gateway.Read<long>("SELECT COALESCE(MAX(stage), 0) FROM reminders");
        if (_stages.LastOrDefault() != stage)
            _stages.Add(stage);
    }

    private string Stages() => string.Join(' ', _stages);

    private long Sent() => _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing AND kind = 'reminder'");

    private string Entries()
    {
        using var session = _gateway.Part<Exchange.Gateway.Store.Database>().OpenSession();
        var leaves = session.Query("SELECT leaf FROM entries ORDER BY 1", row =>
            System.Text.Encoding.UTF8.GetString((byte[])row.GetValue(0))
        );
        return string.Join(
            ' ',
            leaves
                .Where(leaf => leaf.Contains(LedgerEvents.AnswerOverdue, StringComparison.Ordinal))
                .Select(leaf => leaf.Contains("\"ours\":true", StringComparison.Ordinal))
        );
    }
}
