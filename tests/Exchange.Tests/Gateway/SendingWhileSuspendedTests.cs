using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Submitting;
using Exchange.Protocol;
using Exchange.Protocol.Contracts;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>A gateway that does not believe its own clock or log sends nothing in its name.</summary>
internal sealed class SendingWhileSuspendedTests
{
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock);
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task With_its_clock_in_doubt_a_submission_is_refused_for_now_and_nothing_is_stored()
    {
        _gateway.HearTheirClock(_clock.GetUtcNow().AddMinutes(11));

        var refused = (await SubmitAsync()).ShouldBeOfType<SubmitResult.Refused>();

        (refused.Status, refused.Code).ShouldBe((503, "clock-in-doubt"));
        Stored().ShouldBe(0);
    }

    [Test]
    public async Task The_false_clock_of_one_counterpart_blocks_sending_to_that_one_alone()
    {
        var other = _gateway.Counterpart with { Card = _gateway.Counterpart.Card with { Party = PartyName.Parse("THA") } };
        _gateway.Part<Counterparts>().Put(other);
        _gateway.HearTheirClock(_clock.GetUtcNow().AddMinutes(11));

        (await _gateway.TrySendAsync(_gateway.Counterpart)).ShouldBeOfType<SendResult.Suspended>();
        (await _gateway.TrySendAsync(other)).ShouldBeOfType<SendResult.Sent>();
    }

    [Test]
    public async Task With_its_log_in_doubt_a_submission_is_refused_for_now_and_nothing_is_stored()
    {
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));

        var refused = (await SubmitAsync()).ShouldBeOfType<SubmitResult.Refused>();

        (refused.Status, refused.Code).ShouldBe((503, "log-in-doubt"));
        Stored().ShouldBe(0);
    }

    [Test]
    public async Task What_was_sent_before_is_still_answered_under_its_key()
    {
        var sent = (await SubmitAsync()).ShouldBeOfType<SubmitResult.Sent>();
        _gateway.HearTheirClock(_clock.GetUtcNow().AddMinutes(11));

        (await SubmitAsync()).ShouldBeOfType<SubmitResult.Sent>().Result.MessageId.ShouldBe(sent.Result.MessageId);
    }

    [Test]
    public async Task An_automatic_acknowledgement_waits_and_is_not_forgotten()
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())));
        _gateway.HearTheirClock(_clock.GetUtcNow().AddMinutes(11));
        var received = _gateway.Raised<MessageReceived>();

        await _gateway.Part<AcknowledgeHandler>().AcknowledgeAsync(received, CancellationToken.None);

        _gateway.Read<long>("SELECT COUNT(*) FROM events").ShouldBe(1);
    }

    [Test]
    public async Task An_automatic_acknowledgement_is_let_go_of_as_expired_only_by_a_clock_that_a_counterpart_confirms()
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())));
        var received = _gateway.Raised<MessageReceived>();
        _clock.Advance(TimeSpan.FromDays(365));

        await _gateway.Part<AcknowledgeHandler>().AcknowledgeAsync(received, CancellationToken.None);
        _gateway.Read<long>("SELECT COUNT(*) FROM events").ShouldBe(1, "the clock may be a year ahead");
        _gateway.HearTheirClock(_clock.GetUtcNow());
        await _gateway.Part<AcknowledgeHandler>().AcknowledgeAsync(received, CancellationToken.None);
        _gateway.Read<long>("SELECT COUNT(*) FROM events").ShouldBe(0);
    }

    // A counterpart may say anything of its clock.
    [TestCase("9999-12-31T23:59:59.999Z")]
    [TestCase("0001-01-01T00:00:00.000Z")]
    public async Task A_counterparts_clock_at_the_end_of_time_puts_ours_in_doubt_and_throws_nothing(string theirNow)
    {
        ProtocolTime.TryParse(theirNow, out var time).ShouldBeTrue();
        _gateway.HearTheirClock(time);
        _clock.Advance(TimeSpan.FromMinutes(5));

        (await SubmitAsync()).ShouldBeOfType<SubmitResult.Refused>().Code.ShouldBe("clock-in-doubt");
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())));
        _gateway.Read<string>("SELECT reason FROM deferred").ShouldBe("own-doubt");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_automatic_acknowledgement_waits_for_a_card_that_is_not_taken_and_for_content_that_is_lost(bool isCardMissing)
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())));
        var received = _gateway.Raised<MessageReceived>();
        if (isCardMissing)
            received = received with { Counterpart = "THA" };
        await _gateway.RecordAsync(transaction =>
        {
            if (isCardMissing)
                transaction.Sql.Execute("UPDATE messages SET counterpart = 'THA'");
            else
                transaction.Sql.Execute("UPDATE contents SET content = NULL");
        });

        await _gateway.Part<AcknowledgeHandler>().AcknowledgeAsync(received, CancellationToken.None);
        _gateway.Read<long>("SELECT COUNT(*) FROM events").ShouldBe(1);

        _clock.Advance(TimeSpan.FromDays(91));
        _gateway.HearTheirClock(_clock.GetUtcNow());
        await _gateway.Part<AcknowledgeHandler>().AcknowledgeAsync(received, CancellationToken.None);
        _gateway.Read<long>("SELECT COUNT(*) FROM events").ShouldBe(0, "nobody waits for it any more");
    }

    private async Task<SubmitResult> SubmitAsync()
    {
        using var resource = typeof(Exchange.Cli.Demo.DemoStage).Assembly.GetManifestResourceStream("request.json")!;
        using var json = new MemoryStream();
        await resource.CopyToAsync(json);
        return await _gateway.Part<SubmitHandler>().OpenAsync(json.ToArray(), TestCaller.Officer, "a-key", CancellationToken.None);
    }

    private long Stored() =>
        _gateway.Read<long>("SELECT (SELECT COUNT(*) FROM messages) + (SELECT COUNT(*) FROM idempotency) + (SELECT COUNT(*) FROM outbox)");
}
