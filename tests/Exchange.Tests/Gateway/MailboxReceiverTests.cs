using Exchange.Gateway.Border;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Receiving;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What becomes of deliveries that cannot be recorded by a fault of our own.</summary>
internal sealed class MailboxReceiverTests
{
    private CancellationTokenSource _stop = null!;
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private MailboxConsumer _consumer = null!;
    private MailboxReceiver _receiver = null!;
    private int _acks;

    [SetUp]
    public void Start()
    {
        _stop = new();
        _acks = 0;
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
            }
        );
        // Never started: the deliveries are handed to the receiver here.
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
    public async Task A_case_message_that_fails_three_times_is_set_aside_and_holds_up_nothing()
    {
        await RefuseInsertsAsync("messages");
        await DeliverAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())), times: 3);

        await Soon.IsAsync(() => Volatile.Read(ref _acks) == 1);
        _gateway.Read<string>("SELECT reason FROM deferred").ShouldBe("own-fault");
    }

    [Test]
    public async Task A_link_message_that_fails_three_times_is_dropped_and_never_deferred()
    {
        await RefuseInsertsAsync("outbox");
        await DeliverAsync(_gateway.SealedByThem(ThePing(), new PingBody(1, _clock.Now())), times: 3);

        await Soon.IsAsync(() => Volatile.Read(ref _acks) == 1);
        _gateway.Read<long>("SELECT COUNT(*) FROM deferred").ShouldBe(0);
    }

    [Test]
    public async Task Faults_over_messages_that_never_come_again_are_forgotten()
    {
        await RefuseInsertsAsync("messages");
        var twice = _gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now()));
        await DeliverAsync(twice, times: 2);
        for (var other = 0; other < 256; other++)
            await DeliverAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())), times: 1);
        await DeliverAsync([1], times: 1);
        await Soon.IsAsync(() => Volatile.Read(ref _acks) == 1);
        await PassAsync(TimeSpan.Zero);
        await DeliverAsync(twice, times: 1);
        await PassAsync(TimeSpan.Zero);

        Volatile.Read(ref _acks).ShouldBe(1, "its faults are counted anew");
        await DeliverAsync(twice, times: 2);
        await Soon.IsAsync(() => Volatile.Read(ref _acks) == 2);
    }

    [Test]
    public async Task Nothing_is_consumed_until_what_could_not_be_recorded_is()
    {
        await RenameAsync("contents", "away");
        await FailAsync();
        // An empty batch is recorded all the while.
        for (var wait = 0; wait < 10; wait++)
            await PassAsync(TimeSpan.FromSeconds(30));
        Rests.ShouldBeTrue();

        await RenameAsync("away", "contents");
        await Soon.IsAsync(() => !Rests, () => _clock.Advance(TimeSpan.FromSeconds(30)));
        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE code = 100").ShouldBe(1);
    }

    [Test]
    public async Task The_pause_grows_from_fault_to_fault_until_a_delivery_is_recorded()
    {
        for (var fault = 0; fault < 2; fault++)
        {
            await RenameAsync("contents", "away");
            await FailAsync();
            await RenameAsync("away", "contents");
            await PassAsync(TimeSpan.FromSeconds(1));
            Rests.ShouldBe(fault == 1, "the second pause is longer than a second");
            await Soon.IsAsync(() => !Rests, () => _clock.Advance(TimeSpan.FromSeconds(1)));
        }

        await DeliverAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())), times: 1);
        await Soon.IsAsync(() => Volatile.Read(ref _acks) == 1);
        await RenameAsync("contents", "away");
        await FailAsync();
        await RenameAsync("away", "contents");
        await PassAsync(TimeSpan.FromSeconds(1));
        Rests.ShouldBeFalse("a delivery was recorded since");
    }

    [Test]
    public async Task What_is_said_beside_the_body_means_nothing()
    {
        var (honest, lied) = (TestGateway.TheirRequest(_clock.Now()), TestGateway.TheirRequest(_clock.Now()));
        foreach (var header in new[] { honest, lied })
        {
            await _receiver.TakeAsync(
                new Delivery(Ack)
                {
                    Body = _gateway.SealedByThem(header),
                    MessageId = honest.MessageId.ToString(),
                    ContentType = "text/html",
                    Redelivered = true,
                },
                CancellationToken.None
            );
        }

        await Soon.IsAsync(() => Volatile.Read(ref _acks) == 2);
        _gateway
            .Read<string>("SELECT group_concat(message_id, ' ') FROM (SELECT message_id FROM messages WHERE code = 100 ORDER BY id)")
            .ShouldBe($"{honest.MessageId} {lied.MessageId}");
    }

    private bool Rests => _gateway.Part<LinkStates>().AnyRests;

    private MessageHeader ThePing() =>
        TestGateway.TheirRequest(_clock.Now()) with
        {
            Kind = LinkKind.Ping,
            ExchangeId = null,
            Reference = null,
            Sequence = null,
            Handling = null,
        };

    private async Task DeliverAsync(byte[] bytes, int times)
    {
        for (var time = 0; time < times; time++)
            await _receiver.TakeAsync(new Delivery(Ack) { Body = bytes }, CancellationToken.None);
    }

    private async Task FailAsync()
    {
        await DeliverAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())), times: 1);
        await Soon.IsAsync(() => Rests);
        await PassAsync(TimeSpan.Zero);
    }

    // The timers that the other threads are about to set are set before, and what they do is done after.
    private async Task PassAsync(TimeSpan time)
    {
        await Task.Delay(100);
        _clock.Advance(time);
        await Task.Delay(200);
    }

    private ValueTask Ack()
    {
        Interlocked.Increment(ref _acks);
        return ValueTask.CompletedTask;
    }

    private Task RefuseInsertsAsync(string table) =>
        _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute($"CREATE TRIGGER refuse BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'A test.'); END")
        );

    private Task RenameAsync(string from, string to) =>
        _gateway.RecordAsync(transaction => transaction.Sql.Execute($"ALTER TABLE {from} RENAME TO {to}"));
}
