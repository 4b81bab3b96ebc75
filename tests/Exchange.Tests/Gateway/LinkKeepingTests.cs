using Exchange.Cli.Links;
using Exchange.Gateway.Api;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Receipting;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>What a gateway says and lets go of on a link by itself.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class LinkKeepingTests(string store)
{
    private WrongClock _clock = null!;
    private TestGateway _gateway = null!;
    private LinkKeeper _keeper = null!;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock, store: store);
        _keeper = ActivatorUtilities.CreateInstance<LinkKeeper>(_gateway.Part<IServiceProvider>(), _gateway.Counterpart);
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_clock_a_year_ahead_lets_go_of_nothing_that_waits_for_its_receipt()
    {
        await _gateway.SendAsync();
        _gateway.HearTheirClock(_clock.GetUtcNow());
        _clock.SetBy(TimeSpan.FromDays(365));
        await SweepAsync();

        SealedBytes().ShouldBe(1);
    }

    [Test]
    public async Task Everything_that_need_not_be_kept_is_let_go_of_in_one_sweep()
    {
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                """
                WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1234)
                INSERT INTO outbox (counterpart, message_id, link, kind, give_up_at, attempts, settled_at) SELECT 'MYS', CAST(n AS TEXT), FALSE, 'request', 1, 1, 1 FROM numbers
                """
            )
        );
        _gateway.HearTheirClock(_clock.GetUtcNow());
        await SweepAsync();

        _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE settled_at = 1").ShouldBe(0);
    }

    [Test]
    public async Task Without_any_word_of_a_counterparts_clock_nothing_is_let_go_of()
    {
        await _gateway.SendAsync();
        _clock.SetBy(TimeSpan.FromDays(365));
        await SweepAsync();

        SealedBytes().ShouldBe(1);
    }

    [Test]
    public async Task When_a_counterpart_last_answered_a_ping_is_kept()
    {
        var ping = await _gateway.Part<PingHandler>().PingAsync(_gateway.Counterpart);
        await PongAsync(MessageId.New(_clock));
        Pong().ShouldBeNull("that answers no ping of ours");
        await PongAsync(ping);

        Pong().ShouldBe(_clock.Now());
    }

    [Test]
    public async Task What_a_counterpart_confirms_to_be_long_over_is_let_go_of()
    {
        await _gateway.SendAsync();
        _clock.Advance(TimeSpan.FromDays(150));
        _gateway.HearTheirClock(_clock.GetUtcNow());
        await SweepAsync();

        SealedBytes().ShouldBe(0);
    }

    [Test]
    public async Task A_head_that_no_receipt_carried_is_announced_after_three_seconds()
    {
        await _gateway.AppendAsync(1);
        await _keeper.KeepAsync();

        Checkpoints().ShouldBe(1);
    }

    [Test]
    public async Task A_counterpart_that_takes_nothing_is_announced_one_head_until_it_does()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            await _gateway.AppendAsync(1);
            _clock.Advance(TimeSpan.FromHours(2));
            await _keeper.KeepAsync();
        }

        Checkpoints().ShouldBe(1);

        await TakeAllAsync();
        await _keeper.KeepAsync();
        Checkpoints().ShouldBe(1, "the newest follows when the one that waited is gone");
    }

    [Test]
    public async Task A_head_sent_by_a_clock_that_was_ahead_does_not_silence_the_next()
    {
        await _gateway.AppendAsync(1);
        await _keeper.KeepAsync();
        await TakeAllAsync();
        await _gateway.AppendAsync(1);
        _clock.SetBy(TimeSpan.FromMinutes(-5));
        await _keeper.KeepAsync();

        Checkpoints().ShouldBe(1);
    }

    [Test]
    public async Task A_head_without_cosignature_is_announced_again_ever_more_rarely()
    {
        await AnnounceOnceAsync();

        (await AfterAsync(TimeSpan.FromSeconds(59))).ShouldBe(0);
        (await AfterAsync(TimeSpan.FromSeconds(1))).ShouldBe(1);
        (await AfterAsync(TimeSpan.FromSeconds(119))).ShouldBe(0);
        (await AfterAsync(TimeSpan.FromSeconds(1))).ShouldBe(1);
    }

    [Test]
    public async Task A_cosigned_head_is_not_announced_again()
    {
        await AnnounceOnceAsync();
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("INSERT INTO cosignatures (log, witness, size, line, received_at) VALUES (1, 'MYS', 1, '', 0)")
        );

        (await AfterAsync(TimeSpan.FromDays(1))).ShouldBe(0);
    }

    [Test]
    public async Task An_announcement_that_could_not_be_recorded_counts_for_nothing()
    {
        await AnnounceOnceAsync();
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(_gateway.Sql("CREATE TRIGGER refuse BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'A test.'); END"))
        );
        await Should.ThrowAsync<System.Data.Common.DbException>(() => AfterAsync(TimeSpan.FromSeconds(60)));
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute(_gateway.Sql("DROP TRIGGER refuse")));

        (await AfterAsync(TimeSpan.Zero)).ShouldBe(1);
    }

    [Test]
    public async Task A_damaged_log_announces_nothing_of_itself()
    {
        await AnnounceOnceAsync();
        await _gateway.AppendAsync(1);
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        (await AfterAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindWhole());
        (await AfterAsync(TimeSpan.Zero)).ShouldBe(1);
    }

    [Test]
    public async Task A_counterpart_that_has_shown_another_head_is_shown_ours_so_that_both_have_the_proof()
    {
        await AnnounceOnceAsync();
        await _gateway.AppendAsync(1);
        var own = _gateway.Part<Exchange.Gateway.Parties.OwnParty>();
        var tail = TestGateway.Tail("another history", 9);
        var shown = CheckpointNote.Sign(
            new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root()),
            TimeProvider.System.GetUtcNow(),
            own.LogSigners
        );
        await _gateway.RecordAsync(transaction => _gateway.Part<OwnHistory>().Compare(transaction, shown, _gateway.Counterpart));

        (await AfterAsync(TimeSpan.FromMinutes(1))).ShouldBe(1);
    }

    [Test]
    public async Task The_newest_head_is_cosigned_once_and_again_when_it_is_sent_again()
    {
        var head = _gateway.TheirHead(TestGateway.Tail("a", 7), from: 0);
        await ShowAsync(head);
        await _keeper.KeepAsync();
        await _keeper.KeepAsync();
        Cosigned().ShouldBe(1);

        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM outbox WHERE kind = 'cosignature'"));
        await _keeper.KeepAsync();
        Cosigned().ShouldBe(0);
        await ShowAsync(head);
        await _keeper.KeepAsync();
        Cosigned().ShouldBe(1, "who sends it again has not got it");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Nothing_is_cosigned_while_the_link_is_suspended_or_our_memory_is_in_doubt(bool isSuspended)
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await _gateway.RecordAsync(transaction =>
        {
            if (isSuspended)
                LinkTable.Suspend(transaction.Sql, _gateway.Counterpart.Name, "unproven", transaction.Now);
            else
                transaction.Sql.Execute("UPDATE journal SET witness_halted = 'A test.'");
        });
        await _keeper.KeepAsync();
        Cosigned().ShouldBe(0);

        await _gateway.RecordAsync(transaction =>
        {
            LinkTable.Resume(transaction.Sql, _gateway.Counterpart.Name);
            transaction.Sql.Execute("UPDATE journal SET witness_halted = NULL");
        });
        await _keeper.KeepAsync();
        Cosigned().ShouldBe(1);
    }

    [Test]
    public async Task Nothing_is_cosigned_while_our_own_log_is_in_doubt()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        await _keeper.KeepAsync();
        Cosigned().ShouldBe(0);
    }

    [Test]
    public async Task An_alarm_that_comes_while_a_head_is_cosigned_keeps_the_cosignature_here()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        using var mayGoOn = new ManualResetEventSlim();
        var busy = _gateway.RecordAsync(transaction =>
        {
            mayGoOn.Wait();
            LinkTable.Suspend(transaction.Sql, _gateway.Counterpart.Name, "unproven", transaction.Now);
        });
        var keeping = _keeper.KeepAsync();
        mayGoOn.Set();
        await busy;
        await keeping;

        Cosigned().ShouldBe(0);
        _gateway.Read<string?>("SELECT cosignature FROM held_checkpoints").ShouldBeNull();
    }

    [Test]
    public async Task A_counterpart_that_does_not_cosign_in_time_is_told_of_once_and_when_it_has()
    {
        var lines = new LogLines<LinkKeeper>();
        var keeper = ActivatorUtilities.CreateInstance<LinkKeeper>(_gateway.Part<IServiceProvider>(), _gateway.Counterpart, lines);
        await _gateway.AppendAsync(1);
        var signedAt = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
        await keeper.KeepAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        (Lag().BehindSince, Lag().CosignatureLate, Lag().CosignedSize).ShouldBe((signedAt, false, 0));
        _clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Lag().CosignatureLate.ShouldBeTrue("after the fifteen minutes that the settings give it");
        LinkText
            .Of(Lag())
            .ShouldContain(line =>
                line.Contains($"LATE: later checkpoints wait since {ProtocolTime.Write(signedAt)}", StringComparison.Ordinal)
            );
        await keeper.KeepAsync();
        await keeper.KeepAsync();
        lines.Lines.Count(line => line.Text.Contains("has not cosigned our ledger beyond size 0", StringComparison.Ordinal)).ShouldBe(1);

        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("INSERT INTO cosignatures (log, witness, size, line, received_at) VALUES (1, 'MYS', 1, '', 0)")
        );
        (Lag().BehindSince, Lag().CosignatureLate, Lag().CosignedSize, Lag().CosignedAt).ShouldBe(
            (null, false, 1, DateTimeOffset.UnixEpoch)
        );
        LinkText.Of(Lag()).ShouldContain(line => line.EndsWith("it is not behind", StringComparison.Ordinal));
        await keeper.KeepAsync();
        lines.Lines.Count(line => line.Text.Contains("has cosigned our ledger up to size 1", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Test]
    public async Task A_missing_head_is_asked_for_after_two_seconds_once()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 30), from: 20, old: TestGateway.Tail("a", 30)));
        await _keeper.KeepAsync();
        Asked().ShouldBe(0);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _keeper.KeepAsync();
        await _keeper.KeepAsync();

        Asked().ShouldBe(1);
    }

    [Test]
    public async Task A_head_that_waited_for_a_minute_is_dropped_and_asked_for_no_more()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 30), from: 20, old: TestGateway.Tail("a", 30)));
        _clock.Advance(TimeSpan.FromSeconds(61));
        await _keeper.KeepAsync();

        Asked().ShouldBe(0);
    }

    [Test]
    public async Task A_witness_that_misses_a_head_is_sent_it()
    {
        await _gateway.AppendAsync(2);
        await _gateway.AppendAsync(3);
        var origin = _gateway.Part<Exchange.Gateway.Parties.OwnParty>().Card.Log.Origin;
        await _gateway.RecordAsync(
            _gateway.Part<CosignatureHandler>().Prepare(new CosignatureBody(origin, 0, null, 2), _gateway.Counterpart)
        );

        Checkpoints().ShouldBe(1);
    }

    private LinkView Lag()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return _gateway.Part<LinkViews>().Of(sql, _gateway.Counterpart);
    }

    private Task PongAsync(Guid ping) =>
        _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest(_clock.Now()) with
                {
                    Kind = LinkKind.Pong,
                    ExchangeId = null,
                    Reference = null,
                    Sequence = null,
                    Handling = null,
                    InReplyTo = new(ping, Digest.Of("ping"u8)),
                },
                new PongBody(1, _clock.Now(), Held: null)
            )
        );

    private DateTimeOffset? Pong()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return LinkTable.Pong(sql, _gateway.Counterpart.Name);
    }

    private Task SweepAsync() => _gateway.Part<LinkSweep>().RunAsync(_gateway.Counterpart);

    private async Task AnnounceOnceAsync()
    {
        await _gateway.AppendAsync(1);
        await _keeper.KeepAsync();
        await TakeAllAsync();
    }

    // How many heads go out so much later.
    private async Task<long> AfterAsync(TimeSpan wait)
    {
        _clock.Advance(wait);
        await _keeper.KeepAsync();
        var announced = Checkpoints();
        await TakeAllAsync();
        return announced;
    }

    private Task TakeAllAsync() =>
        _gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM outbox WHERE kind = 'checkpoint'"));

    private Task ShowAsync(CheckpointBody head) =>
        _gateway.RecordAsync(_gateway.Part<CheckpointHandler>().Prepare(head, _gateway.Counterpart));

    private long SealedBytes() => _gateway.Read<long>("SELECT COUNT(*) FROM sealed s JOIN outbox o ON o.id = s.outbox_id WHERE NOT o.link");

    private long Checkpoints() => _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'checkpoint'");

    private long Cosigned() => _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'cosignature'");

    private long Asked() => _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'cosignature-wanted'");
}
