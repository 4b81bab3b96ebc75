using Exchange.Gateway.Border;
using Exchange.Gateway.Home;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Receiving;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>
/// A counterpart that sends as much as it can and takes nothing: what is kept of it has an end, and only its own link is slowed.
/// </summary>
internal sealed class FloodTests
{
    private const int MiB = 1024 * 1024;

    private CancellationTokenSource _stop = null!;
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private LinkKeeper _keeper = null!;
    private MailboxConsumer _consumer = null!;
    private MailboxReceiver _receiver = null!;
    private int _acks;

    [SetUp]
    public void Start()
    {
        (_stop, _acks) = (new(), 0);
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(
            _clock,
            new()
            {
                Mailbox = new()
                {
                    Host = "127.0.0.1",
                    Port = 1,
                    TlsName = "localhost",
                },
                Border = new BorderSettings { ArrivalsPerSecond = 10 },
                Release = ReleaseSettings.None,
            }
        );
        _keeper = ActivatorUtilities.CreateInstance<LinkKeeper>(_gateway.Part<IServiceProvider>(), _gateway.Counterpart);
        _consumer = new(_gateway.Part<BrokerEndpoints>().OwnMailboxOf(_gateway.Counterpart), new(), _clock, _ => { });
        _receiver = ActivatorUtilities.CreateInstance<MailboxReceiver>(
            _gateway.Part<IServiceProvider>(),
            _gateway.Counterpart.Name,
            _consumer,
            _gateway.AllowanceOf(_gateway.Counterpart.Name)
        );
        _ = _receiver.RecordAllAsync(_stop.Token);
    }

    [TearDown]
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _consumer.DisposeAsync();
        await _gateway.DisposeAsync();
        _stop.Dispose();
    }

    [Test]
    public async Task Of_pings_and_questions_that_nobody_takes_the_answer_to_one_answer_each_waits()
    {
        await _gateway.AppendAsync(2);
        await _gateway.AppendAsync(3);
        var question = new CosignatureBody(_gateway.Part<OwnParty>().Card.Log.Origin, 0, null, 2);
        for (var turn = 0; turn < 20; turn++)
        {
            await _gateway.ArriveAsync(Link(LinkKind.Ping, new PingBody(1, _clock.Now())));
            await _gateway.ArriveAsync(Link(LinkKind.Cosignature, question));
        }

        Outbox().ShouldBe("checkpoint 1, pong 1");
    }

    [Test]
    public async Task A_question_for_a_missing_head_takes_the_place_of_no_cosignature()
    {
        var tail = TestGateway.Tail("a", 30);
        await _gateway.ArriveAsync(Link(LinkKind.Checkpoint, _gateway.TheirHead(TestGateway.Tail("a", 7), from: 0)));
        await _gateway.ArriveAsync(Link(LinkKind.Checkpoint, _gateway.TheirHead(tail, from: 20, old: tail)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _keeper.KeepAsync();

        Outbox().ShouldBe("cosignature 1, cosignature-wanted 1");
    }

    [Test]
    public async Task Receipts_that_nobody_takes_make_room_the_oldest_first_and_are_made_anew_when_their_message_comes_again()
    {
        var bytes = _gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now()));
        await _gateway.ArriveAsync(bytes);
        await _gateway.SendAsync();
        await FillAsync(
            "INSERT INTO outbox (counterpart, message_id, link, kind, give_up_at, attempts) SELECT 'MYS', n, 1, 'receipt', 1e15, "
                + "0 FROM numbers",
            100
        );
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                $"INSERT INTO sealed (outbox_id, bytes) SELECT id, zeroblob({MiB}) FROM outbox WHERE id NOT IN (SELECT outbox_id "
                    + "FROM sealed)"
            )
        );
        await _keeper.KeepAsync();

        _gateway
            .Read<long>("SELECT SUM(LENGTH(bytes)) FROM sealed JOIN outbox ON id = outbox_id WHERE link")
            .ShouldBeInRange(63 * MiB, 64 * MiB);
        _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE message_id = '100'").ShouldBe(1, "the newest stay");
        _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE NOT link").ShouldBe(1, "our own message stays");

        _clock.Advance(TimeSpan.FromSeconds(11));
        var newest = _gateway.Read<long>("SELECT MAX(id) FROM outbox");
        await _gateway.ArriveAsync(bytes);
        _gateway.Read<long>($"SELECT COUNT(*) FROM outbox WHERE kind = 'receipt' AND id > {newest}").ShouldBe(1);
    }

    [TestCase(1200, 10, 1000)]
    [TestCase(40, MiB, 32)]
    public async Task What_is_quarantined_makes_room_by_number_and_by_size(int arrived, int size, int kept)
    {
        await FillAsync(
            "INSERT INTO quarantine (counterpart, sealed, code, arrived_at, bytes, times) SELECT 'MYS', n, 300, n, "
                + $"zeroblob({size}), 1 FROM numbers",
            arrived
        );
        await FillAsync(
            "INSERT INTO quarantine (counterpart, sealed, code, arrived_at, bytes, times) SELECT 'THA', n, 300, n, x'00', 1 FROM numbers",
            1
        );
        await _keeper.KeepAsync();

        _gateway.Read<long>("SELECT COUNT(*) FROM quarantine WHERE counterpart = 'MYS'").ShouldBe(kept);
        _gateway.Read<long>("SELECT MAX(arrived_at) FROM quarantine WHERE counterpart = 'MYS'").ShouldBe(arrived, "the newest stay");
        _gateway.Read<long>("SELECT COUNT(*) FROM quarantine WHERE counterpart = 'THA'").ShouldBe(1, "another's share is its own");
    }

    [Test]
    public async Task Garbage_beyond_the_allowance_stays_in_the_mailbox_and_comes_in_as_time_passes()
    {
        var delivering = DeliverAsync(Enumerable.Range(0, 320).Select(number => BitConverter.GetBytes(number)));
        await Soon.IsAsync(() => _acks == 300);
        delivering.IsCompleted.ShouldBeFalse();

        await Soon.IsAsync(() => delivering.IsCompleted, () => _clock.Advance(TimeSpan.FromMilliseconds(100)));
        await Soon.IsAsync(() => _acks == 320);
        _gateway.Read<long>("SELECT COUNT(*) FROM quarantine").ShouldBe(320);
    }

    [Test]
    public async Task Messages_in_good_order_come_in_however_many_they_are()
    {
        await DeliverAsync(Enumerable.Range(0, 320).Select(_ => _gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now()))));
        await Soon.IsAsync(() => _acks == 320);
    }

    [Test]
    public async Task Refusals_and_heads_that_settle_nothing_are_charged_as_what_stays_for_ever()
    {
        var charged = new List<Exchange.Gateway.Journal.Worth>();
        var expired = TestGateway.TheirRequest(_clock.Now()) with { ExpiresAt = _clock.Now().AddMilliseconds(1) };
        _clock.Advance(TimeSpan.FromSeconds(1));
        byte[][] arrivals =
        [
            _gateway.SealedByThem(expired),
            Link(LinkKind.Checkpoint, _gateway.TheirHead(TestGateway.Tail("a", 7), from: 0)),
            Link(LinkKind.Checkpoint, _gateway.TheirHead(TestGateway.Tail("a", 30), from: 20, old: TestGateway.Tail("a", 30))),
            Link(LinkKind.Ping, new PingBody(1, _clock.Now())),
            [1],
            _gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())),
        ];
        foreach (var bytes in arrivals)
        {
            var record = _gateway.Part<ArrivalOpener>().Open(new(_gateway.Counterpart.Name, bytes, _clock.Now()), _gateway.Counterpart);
            await _gateway.RecordAsync(transaction =>
            {
                record(transaction);
                charged.Add(transaction.Worth);
            });
        }

        string.Join(' ', charged).ShouldBe("Kept Kept Kept None None Useful");
    }

    [Test]
    public async Task Another_counterparts_message_waits_for_no_more_than_half_a_batch_of_the_flood()
    {
        using var mayGoOn = new ManualResetEventSlim();
        var busy = _gateway.RecordAsync(_ => mayGoOn.Wait());
        await DeliverAsync(Enumerable.Range(0, 300).Select(number => BitConverter.GetBytes(number)), atMost: 190);
        // Until as many are with the journal as ever will be.
        await Task.Delay(300);
        var before = -1L;
        var other = _gateway.RecordAsync(transaction => before = transaction.Sql.Scalar<long>("SELECT COUNT(*) FROM quarantine"));
        mayGoOn.Set();
        await Task.WhenAll(busy, other);

        before.ShouldBeInRange(1, 128);
    }

    [Test]
    public async Task No_more_messages_are_deferred_than_the_limit()
    {
        await FillAsync(
            "INSERT INTO deferred (counterpart, sealed, bytes, reason, arrived_at) SELECT 'MYS', n, x'00', 'own-fault', 0 FROM numbers",
            9_999
        );
        for (var message = 0; message < 3; message++)
            await _gateway.ArriveAsync(AnswerInAnUnknownExchange());

        _gateway.Read<long>("SELECT COUNT(*) FROM deferred").ShouldBe(10_000);
    }

    [Test]
    public async Task Thousands_of_answers_in_unknown_exchanges_keep_no_message_waiting_whose_time_has_come()
    {
        await FillAsync(
            "INSERT INTO deferred (counterpart, sealed, bytes, reason, arrived_at, look_at, awaits) SELECT 'MYS', n, x'00', "
                + "'exchange-unknown', 0, 1e15, n FROM numbers",
            5_000
        );
        var request = TestGateway.TheirRequest(_clock.Now());
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                request with
                {
                    MessageId = MessageId.New(_clock),
                    Kind = CaseKinds.Response,
                    Sequence = 2,
                    InReplyTo = new(request.MessageId, Digest.Of("x"u8)),
                },
                TestGateway.Response
            )
        );
        await ReviewAsync();
        _gateway.Read<long>("SELECT COUNT(*) FROM deferred").ShouldBe(5_001);

        await _gateway.ArriveAsync(_gateway.SealedByThem(request));
        await ReviewAsync();
        _gateway
            .Read<string>("SELECT reason FROM deferred WHERE LENGTH(bytes) > 1")
            .ShouldBe("in-reply-to-unknown", "its exchange has come, and was looked for first");
    }

    [Test]
    public async Task With_little_room_on_the_disk_nothing_is_taken_until_there_is_more_and_all_is_said()
    {
        var disk = _gateway.Part<DiskWatch>();
        disk.Measure = () => (999 * (long)MiB, 100_000 * (long)MiB);
        _clock.Advance(TimeSpan.FromSeconds(2));
        var delivering = DeliverAsync([_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now()))]);
        await Soon.IsAsync(() => _gateway.Part<LinkStates>().AnyRests);
        await _gateway.SendAsync();
        _gateway.Reasons().ShouldContain("nearly full: nothing is taken");

        disk.Measure = () => (1100 * (long)MiB, 100_000 * (long)MiB);
        for (var wait = 0; wait < 5; wait++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(50);
        }

        (
            disk.IsLow,
            _gateway.Part<LinkStates>().AnyRests,
            _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing = 0")
        ).ShouldBe((true, true, 0), "a quarter more is needed");
        disk.Measure = () => (1300 * (long)MiB, 100_000 * (long)MiB);
        await Soon.IsAsync(() => delivering.IsCompleted, () => _clock.Advance(TimeSpan.FromMinutes(1)));
        _acks.ShouldBe(0, "the delivery is the broker's again");
        await DeliverAsync([_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now()))]);
        await Soon.IsAsync(() => _acks == 1);
    }

    [TestCase(10, 100, false)]
    [TestCase(4, 100, true)]
    public void Of_a_small_disk_a_twentieth_must_be_free(int free, int size, bool isLow)
    {
        _gateway.Part<DiskWatch>().Measure = () => (free * (long)MiB, size * (long)MiB);
        _gateway.Part<DiskWatch>().IsLow.ShouldBe(isLow);
    }

    private byte[] AnswerInAnUnknownExchange()
    {
        var request = TestGateway.TheirRequest(_clock.Now());
        return _gateway.SealedByThem(
            request with
            {
                MessageId = MessageId.New(_clock),
                Kind = CaseKinds.Response,
                InReplyTo = new(request.MessageId, Digest.Of("x"u8)),
            },
            TestGateway.Response
        );
    }

    private byte[] Link(MessageKind kind, MessageBody body) =>
        _gateway.SealedByThem(
            TestGateway.TheirRequest(_clock.Now()) with
            {
                Kind = kind,
                ExchangeId = null,
                Reference = null,
                Sequence = null,
                Handling = null,
            },
            body
        );

    private async Task DeliverAsync(IEnumerable<byte[]> deliveries, int atMost = int.MaxValue)
    {
        foreach (var bytes in deliveries.Take(atMost))
            await _receiver.TakeAsync(new Delivery(Ack) { Body = bytes }, _stop.Token);
    }

    private ValueTask Ack()
    {
        Interlocked.Increment(ref _acks);
        return ValueTask.CompletedTask;
    }

    private async Task ReviewAsync()
    {
        using var sql = _gateway.Part<Exchange.Gateway.Store.Database>().OpenSession();
        await ActivatorUtilities.CreateInstance<DeferredReview>(_gateway.Part<IServiceProvider>(), _gateway.Counterpart).ReviewAsync(sql);
    }

    private Task FillAsync(string insert, int count) =>
        _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                $"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) {insert}"
            )
        );

    private string Outbox() =>
        _gateway.Read<string>(
            "SELECT group_concat(kind || ' ' || count, ', ') FROM (SELECT kind, COUNT(*) AS count FROM outbox GROUP BY kind ORDER BY kind)"
        );
}
