using Exchange.Gateway.Journal;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Submitting;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What resending has not brought over is an alarm on both sides (border protocol, section 4).</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class SequenceGapTests(string store)
{
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock, store: store);
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_message_of_theirs_that_can_no_longer_come_raises_one_alarm()
    {
        var exchange = await AnswerWithAGapAsync();
        _clock.Advance(TimeSpan.FromDays(98));
        for (var look = 0; look < 3; look++)
            await LookAsync();

        Alarms("theirs").ShouldBe($"{exchange} 2 theirs");
        Entries(ours: false).ShouldBe(1);
    }

    [Test]
    public async Task What_could_not_be_read_and_names_no_exchange_is_no_gap_and_hides_none()
    {
        var exchange = await AnswerWithAGapAsync();
        var unread = TestGateway.TheirRequest(_clock.Now()) with { Sequence = 7 };
        var text = System.Text.Encoding.UTF8.GetString(MessageWriter.Write(unread, TestGateway.Request).Bytes.Span);
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                unread,
                System.Text.Encoding.UTF8.GetBytes(
                    text.Replace(
                        $"\"exchangeId\":\"{MessageId.Write(unread.ExchangeId!.Value)}\"",
                        $"\"exchangeId\":\"{new string('x', 36)}\"",
                        StringComparison.Ordinal
                    )
                )
            )
        );
        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE exchange_id IS NULL AND sequence = 7").ShouldBe(1);
        _clock.Advance(TimeSpan.FromDays(98));
        await LookAsync();

        Alarms("theirs").ShouldBe($"{exchange} 2 theirs");
    }

    [Test]
    public async Task While_our_log_is_in_doubt_a_gap_is_left_to_be_found_again()
    {
        await AnswerWithAGapAsync();
        _clock.Advance(TimeSpan.FromDays(98));
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        await LookAsync();
        Alarms("theirs").ShouldBeNull();

        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindWhole());
        await LookAsync();
        Entries(ours: false).ShouldBe(1);
    }

    [Test]
    public async Task While_it_may_still_come_there_is_no_alarm()
    {
        await AnswerWithAGapAsync();
        _clock.Advance(TimeSpan.FromDays(96));
        await LookAsync();

        Alarms("theirs").ShouldBeNull();
    }

    [Test]
    public async Task No_more_than_a_hundred_alarms_are_raised_at_one_look()
    {
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    """
                    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 150)
                    INSERT INTO messages (log, counterpart, outgoing, message_id, exchange_id, sequence, signed, sealed, issued_at, recorded_at, code, entry_index)
                    SELECT 1, 'MYS', FALSE, CAST(n AS TEXT), printf('%08d-0000-7000-8000-000000000000', n), 3, CAST(n AS TEXT), CAST(n AS TEXT), 0, 0, 100, n FROM numbers
                    """
                )
            )
        );
        await LookAsync();

        Entries(ours: false).ShouldBe(100);
    }

    [Test]
    public async Task What_came_and_waits_to_be_judged_is_not_missing()
    {
        var exchange = await AnswerWithAGapAsync();
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    "INSERT INTO deferred (counterpart, sealed, bytes, reason, arrived_at, exchange_id) VALUES ('MYS', 'x', "
                        + "x'00', 'own-fault', 0, @p0)"
                ),
                exchange
            )
        );
        _clock.Advance(TimeSpan.FromDays(98));
        await LookAsync();

        Alarms("theirs").ShouldBeNull();
    }

    [Test]
    public async Task What_was_refused_for_its_id_is_not_missing_and_shows_what_is()
    {
        var sent = await _gateway.SendAsync();
        var first = MessageId.New(_clock);
        foreach (var sequence in (int[])[1, 2, 4])
            await AnswerAsync(sent, first, sequence);
        _clock.Advance(TimeSpan.FromDays(98));
        await LookAsync();

        Alarms("theirs").ShouldBe($"{MessageId.Write(sent.ExchangeId)} 3 theirs");
    }

    [Test]
    public async Task A_message_of_ours_that_was_never_receipted_raises_one_alarm_when_its_resending_ends()
    {
        var sent = await _gateway.SendAsync();
        _clock.Advance(TimeSpan.FromDays(96));
        await LookAsync();
        Alarms("ours").ShouldBeNull();

        _clock.Advance(TimeSpan.FromDays(2));
        await LookAsync();
        await LookAsync();
        Alarms("ours").ShouldBe($"{MessageId.Write(sent.ExchangeId)} 1 ours");
        Entries(ours: true).ShouldBe(1);
    }

    // Their answers 1 and 3 of an exchange that we opened.
    private async Task<string> AnswerWithAGapAsync()
    {
        var sent = await _gateway.SendAsync();
        foreach (var sequence in (int[])[1, 3])
            await AnswerAsync(sent, MessageId.New(_clock), sequence);

        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE NOT outgoing AND code = 100").ShouldBe(2);
        return MessageId.Write(sent.ExchangeId);
    }

    private Task AnswerAsync(SendResult.Sent sent, Guid id, int sequence)
    {
        var answer = TestGateway.TheirRequest(_clock.Now()) with
        {
            MessageId = id,
            ExchangeId = sent.ExchangeId,
            Kind = CaseKinds.Response,
            Reference = sent.Reference,
            Sequence = sequence,
            InReplyTo = new(sent.MessageId, sent.Signed),
        };
        return _gateway.ArriveAsync(
            _gateway.SealedByThem(answer, TestGateway.Response with { Extent = Exchange.Protocol.Vocabulary.Extent.Partial })
        );
    }

    private Task LookAsync() => _gateway.Part<SequenceGaps>().RaiseAsync(_gateway.Counterpart);

    private string? Alarms(string whose) =>
        _gateway.Read<string>(
            $"SELECT string_agg(presented, ', ') FROM alarms WHERE alarm = 'sequence-gap' AND presented LIKE '% {whose}'"
        );

    private long Entries(bool ours) =>
        _gateway.Read<long>(
            "SELECT COUNT(*) FROM entries WHERE json_extract(CAST(leaf AS TEXT), '$.event') = 'sequence-gap' AND "
                + $"json_extract(CAST(leaf AS TEXT), '$.detail.ours') = {ours}"
        );
}
