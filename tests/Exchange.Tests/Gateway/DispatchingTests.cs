using Exchange.Gateway.Border;
using Exchange.Gateway.Dispatching;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Store;
using Exchange.Protocol.Link;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Gateway;

/// <summary>What the dispatcher does while a counterpart's broker is down or stands still.</summary>
internal sealed class DispatchingTests
{
    private const int Count = 300;

    private TestGateway _gateway = null!;

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_broker_that_stands_still_is_not_asked_again_for_what_is_under_way()
    {
        // It takes connections and never says a word.
        using var broker = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        broker.Start();
        var clock = new CountingClock();
        await StartAsync(((System.Net.IPEndPoint)broker.LocalEndpoint).Port);

        await RunAsync(clock, new(), TimeSpan.FromSeconds(2));

        clock.Asked.ShouldBeLessThan(1_000, "each look at the outbox asks for the time");
    }

    [Test]
    public async Task An_outage_is_told_once_and_not_for_each_message()
    {
        await StartAsync(port: 1);
        var log = new LogLines<Dispatcher>();

        await RunAsync(TimeProvider.System, log, TimeSpan.FromSeconds(3));

        log.Lines.ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Warning);
        _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE confirmed_at IS NULL").ShouldBe(Count);
    }

    [Test]
    public async Task An_outbox_that_cannot_be_read_ends_the_dispatcher_in_good_order_so_that_it_is_started_anew()
    {
        await StartAsync(port: 1);
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("ALTER TABLE sealed RENAME COLUMN bytes TO gone"));
        await using var publisher = new MailboxPublisher(
            _gateway.Part<BrokerEndpoints>().OwnMailboxOf(_gateway.Counterpart),
            new(),
            TimeProvider.System,
            _ => { }
        );
        using var dispatcher = ActivatorUtilities.CreateInstance<Dispatcher>(
            _gateway.Part<IServiceProvider>(),
            _gateway.Counterpart,
            publisher
        );

        await Should.ThrowAsync<System.Data.Common.DbException>(() =>
            dispatcher.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1))
        );
    }

    private async Task StartAsync(int port)
    {
        _gateway = TestGateway.Start(
            settings: new()
            {
                Mailbox = new()
                {
                    Host = "127.0.0.1",
                    Port = port,
                    TlsName = "localhost",
                },
            }
        );
        await _gateway.RecordAsync(transaction =>
        {
            for (var message = 0; message < Count; message++)
            {
                OutboxTable.Add(
                    transaction.Sql,
                    _gateway.Part<LinkSealer>().Seal(_gateway.Counterpart, new CosignatureBody("x.exchange/audit", 1, null, 2))
                );
                // As if they had been sent before: so they are read again and again until their receipts come.
                transaction.Sql.Execute("UPDATE outbox SET next_attempt_at = 1, link = 0 WHERE link");
            }
        });
    }

    private async Task RunAsync(TimeProvider clock, LogLines<Dispatcher> log, TimeSpan time)
    {
        await using var publisher = new MailboxPublisher(
            _gateway.Part<BrokerEndpoints>().OwnMailboxOf(_gateway.Counterpart),
            new(),
            TimeProvider.System,
            _ => { }
        );
        using var dispatcher = ActivatorUtilities.CreateInstance<Dispatcher>(
            _gateway.Part<IServiceProvider>(),
            _gateway.Counterpart,
            publisher,
            clock,
            log
        );
        using var stop = new CancellationTokenSource(time);
        await Should.ThrowAsync<OperationCanceledException>(() => dispatcher.RunAsync(stop.Token));
    }

    private sealed class CountingClock : TimeProvider
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Increment(ref _asked);
            return System.GetUtcNow();
        }
    }
}
