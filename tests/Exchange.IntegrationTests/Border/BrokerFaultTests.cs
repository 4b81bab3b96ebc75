using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

/// <summary>A broker of its own, as these tests kill and freeze it.</summary>
[NonParallelizable]
internal sealed class BrokerFaultTests
{
    // Against waiting for ever; what is asserted is how a publish ends, not when.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private BorderMailbox? _mailbox;

    private BorderMailbox Mailbox => _mailbox!;

    [OneTimeSetUp]
    public async Task Start_a_broker()
    {
        TestMailbox.Require();
        _mailbox = new();
        await _mailbox.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop_it()
    {
        if (_mailbox is not null)
            await _mailbox.DisposeAsync();
    }

    [SetUp]
    public Task Empty_the_mailbox() => Mailbox.EmptyAsync();

    [Test]
    public async Task Every_publish_into_a_broker_that_is_killed_ends_and_none_that_was_confirmed_is_lost()
    {
        const int Count = 3_000;
        await using var publisher = Mailbox.Publisher();
        var publishes = Enumerable.Range(0, Count).Select(number => EndOf(publisher, number)).ToArray();
        while (publishes.Count(publish => publish.IsCompleted) < Count / 10)
            await Task.Delay(1);

        await Mailbox.Broker.KillAsync();
        var ended = await Task.WhenAll(publishes).WaitAsync(BorderMailbox.Quick.PublishTimeout + TimeSpan.FromSeconds(5));
        await Mailbox.Broker.StartAsync(CancellationToken.None);

        var confirmed = Enumerable.Range(0, Count).Where(number => ended[number] is null).ToArray();
        TestContext.Out.WriteLine($"{confirmed.Length} confirmed, {Count - confirmed.Length} faulted");
        ended.ShouldAllBe(fault => fault == null || fault == BorderFault.Unreachable);
        confirmed.Length.ShouldBeInRange(1, Count - 1);

        // The same publisher, again: it has found its way back.
        await Eventually.IsAsync(null, () => EndOf(publisher, Count));
        var tray = new Tray();
        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(tray.TakeAsync);
        await Eventually.IsAsync(true, () => Task.FromResult(tray.Numbers.Contains(Count)));
        confirmed.Except(tray.Numbers).ShouldBeEmpty();
        tray.Numbers[..^1].ShouldBeInOrder();
    }

    [Test]
    public async Task A_consumer_whose_broker_is_killed_gets_again_what_it_had_not_acked()
    {
        var tray = new Tray(acks: false);
        await using (var publisher = Mailbox.Publisher())
            await Task.WhenAll(Enumerable.Range(0, 10).Select(number => publisher.PublishAsync(Post.Of(number), CancellationToken.None)));
        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(tray.TakeAsync);
        await tray.HasAsync(10);

        await Mailbox.Broker.KillAsync();
        await tray.Deliveries[0].AckAsync();
        await Mailbox.Broker.StartAsync(CancellationToken.None);

        await tray.HasAsync(20);
        tray.Numbers[10..].ShouldBe(Enumerable.Range(0, 10));
        tray.Deliveries[10..].ShouldAllBe(delivery => delivery.Redelivered);
    }

    [Test]
    public async Task A_short_freeze_of_the_broker_loses_nothing_and_faults_nothing()
    {
        var tray = new Tray();
        await using var publisher = Mailbox.Publisher(BorderMailbox.Quick with { PublishTimeout = TimeSpan.FromSeconds(30) });
        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(tray.TakeAsync);
        await publisher.PublishAsync(Post.Of(0), CancellationToken.None);

        Task<BorderFault?[]> ended;
        await using (await Frozen.NowAsync(Mailbox.Broker.NodeId!.Value))
        {
            ended = Task.WhenAll(Enumerable.Range(1, 500).Select(number => EndOf(publisher, number)));
            await Task.Delay(TimeSpan.FromSeconds(3));
            ended.IsCompleted.ShouldBeFalse();
        }

        (await ended).ShouldAllBe(fault => fault == null);
        await tray.HasAsync(501);
        tray.Numbers.ShouldBe(Enumerable.Range(0, 501));
    }

    [Test]
    public async Task A_broker_frozen_for_longer_than_a_publish_waits_times_out_and_is_found_again()
    {
        await using var publisher = Mailbox.Publisher(
            BorderMailbox.Quick with
            {
                PublishTimeout = TimeSpan.FromSeconds(1),
                ConnectTimeout = TimeSpan.FromSeconds(1),
            }
        );
        await publisher.PublishAsync(Post.Of(0), CancellationToken.None);

        await using (await Frozen.NowAsync(Mailbox.Broker.NodeId!.Value))
        {
            // Enough for the client to stand still while it writes.
            var faults = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => EndOf(publisher, number, BorderMessage.MaximumSize)))
                .WaitAsync(Patience);
            faults.ShouldAllBe(fault => fault == BorderFault.Timeout);

            // And it is not that call alone: the link itself is given up, and cannot be made.
            await Eventually.IsAsync(BorderFault.Unreachable, () => EndOf(publisher, 0));
        }

        // What stood in the kernel's buffers may have filled the mailbox meanwhile.
        await Eventually.IsAsync(null, async () =>
        {
            await Mailbox.EmptyAsync();
            return await EndOf(publisher, 0);
        });
    }

    [Test]
    public async Task Confirms_that_never_arrive_time_out_and_the_connection_is_made_anew()
    {
        var port = Cli.Demo.LoopbackPorts.Free(1)[0];
        await using var proxy = new TestProxy(port, Mailbox.Broker.Port);
        await using var publisher = Mailbox.Publisher(BorderMailbox.Quick with { PublishTimeout = TimeSpan.FromSeconds(1) }, port: port);
        await publisher.PublishAsync(Post.Of(0), CancellationToken.None);

        proxy.Swallows = true;
        (await Task.WhenAll(Enumerable.Range(1, 20).Select(number => EndOf(publisher, number))).WaitAsync(Patience)).ShouldAllBe(fault =>
            fault == BorderFault.Timeout
        );

        proxy.Swallows = false;
        await Eventually.IsAsync(null, () => EndOf(publisher, 21));
        proxy.Connections.ShouldBeGreaterThan(1);
    }

    [Test]
    public async Task A_consumer_whose_queue_is_deleted_consumes_from_the_one_that_takes_its_place()
    {
        var tray = new Tray();
        await using var publisher = Mailbox.Publisher();
        var isMissed = false;
        await using var consumer = Mailbox.Consumer(onState: state => isMissed |= state.Fault == BorderFault.Returned);
        await consumer.StartAsync(tray.TakeAsync);
        await publisher.PublishAsync(Post.Of(0), CancellationToken.None);
        await tray.HasAsync(1);

        await Mailbox.DeleteQueueAsync();
        (await EndOf(publisher, 1)).ShouldBe(BorderFault.Returned);
        // A queue that is made anew before the consumer has missed it is one that it never consumes from.
        await Eventually.IsAsync(true, () => Task.FromResult(isMissed));
        await Mailbox.MakeQueueAsync();

        await publisher.PublishAsync(Post.Of(2), CancellationToken.None);
        await tray.HasAsync(2);
        tray.Numbers.ShouldBe([0, 2]);
    }

    /// <summary>Null when it was confirmed.</summary>
    private static async Task<BorderFault?> EndOf(MailboxPublisher publisher, int number, int size = 4096)
    {
        try
        {
            await publisher.PublishAsync(Post.Of(number, size), CancellationToken.None);
            return null;
        }
        catch (BorderException e)
        {
            return e.Fault;
        }
    }
}
