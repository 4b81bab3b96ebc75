using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

internal sealed class ConsumingTests
{
    private static BorderMailbox Mailbox => SharedBorder.Mailbox;

    [SetUp]
    [TearDown]
    public Task Empty_the_mailbox() => Mailbox.EmptyAsync();

    [Test]
    public async Task Acks_may_come_in_any_order_and_from_any_thread()
    {
        const int Count = 300;
        var tray = new Tray(acks: false);
        var states = new List<LinkState>();
        await FillAsync(Count);
        await using (var consumer = Mailbox.Consumer(BorderMailbox.Quick with { Prefetch = Count }, states.Add))
        {
            await consumer.StartAsync(tray.TakeAsync);
            await tray.HasAsync(Count);
            var deliveries = tray.Deliveries;
            new Random(7).Shuffle(deliveries);

            // Each twice: the second must not end the channel.
            await Parallel.ForEachAsync(deliveries.Concat(deliveries), async (delivery, _) => await delivery.AckAsync());
        }

        (await Mailbox.WaitingAsync()).ShouldBe(0u);
        states.ShouldHaveSingleItem().IsUp.ShouldBeTrue();
    }

    [Test]
    public async Task No_more_is_in_hand_than_the_prefetch()
    {
        var tray = new Tray(acks: false);
        await FillAsync(20);
        await using var consumer = Mailbox.Consumer(BorderMailbox.Quick with { Prefetch = 5 });
        await consumer.StartAsync(tray.TakeAsync);

        await tray.HasAsync(5);
        await Task.Delay(300);
        tray.Numbers.ShouldBe([0, 1, 2, 3, 4]);

        await tray.Deliveries[2].AckAsync();
        await tray.HasAsync(6);
    }

    [Test]
    public async Task No_more_bytes_are_in_hand_than_the_budget_and_each_ack_makes_room()
    {
        const int Size = 400_000,
            Budget = 1024 * 1024;
        var tray = new Tray(acks: false);
        await using (var publisher = Mailbox.Publisher())
        {
            await Task.WhenAll(
                Enumerable.Range(0, 6).Select(number => publisher.PublishAsync(Post.Of(number, Size), CancellationToken.None))
            );
        }

        await using var consumer = Mailbox.Consumer(BorderMailbox.Quick with { PrefetchBytes = Budget });
        await consumer.StartAsync(tray.TakeAsync);

        await tray.HasAsync(Budget / Size);
        await Task.Delay(300);
        for (var acked = 0; acked < 4; acked++)
        {
            tray.Numbers.ShouldBe(Enumerable.Range(0, acked + (Budget / Size)));
            // A second ack of the same gives nothing back.
            await tray.Deliveries[acked].AckAsync();
            await tray.Deliveries[acked].AckAsync();
            await tray.HasAsync(acked + 1 + (Budget / Size));
        }
    }

    [Test]
    public async Task A_pause_gives_back_what_is_not_acked_and_late_acks_do_nothing()
    {
        var tray = new Tray(acks: false);
        await FillAsync(3);
        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(tray.TakeAsync);
        await tray.HasAsync(3);
        var first = tray.Deliveries;
        await first[0].AckAsync();

        await consumer.PauseAsync();
        await Eventually.IsAsync(2u, Mailbox.WaitingAsync);
        await first[1].AckAsync();

        await consumer.ResumeAsync();
        await tray.HasAsync(5);
        tray.Numbers.ShouldBe([0, 1, 2, 1, 2]);
        tray.Deliveries[3..].ShouldAllBe(delivery => delivery.Redelivered);
        await first[2].AckAsync();
        await tray.Deliveries[3].AckAsync();
        await tray.Deliveries[4].AckAsync();
        await consumer.PauseAsync();
        (await Mailbox.WaitingAsync()).ShouldBe(0u);
    }

    [Test]
    public async Task A_delivery_may_pause_its_own_consumer_and_nothing_comes_after_it()
    {
        var taken = new List<int>();
        await FillAsync(10);
        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(async delivery =>
        {
            taken.Add(Post.Number(delivery));
            if (taken.Count == 3)
                await consumer.PauseAsync();
            else
                await delivery.AckAsync();
        });

        await Eventually.IsAsync(8u, Mailbox.WaitingAsync);
        taken.ShouldBe([0, 1, 2]);
    }

    [Test]
    public async Task What_a_receiver_fails_on_comes_again_and_nothing_overtakes_it()
    {
        var taken = new List<(int Number, bool Redelivered)>();
        var states = new List<LinkState>();
        await FillAsync(4);
        await using var consumer = Mailbox.Consumer(onState: states.Add);
        await consumer.StartAsync(async delivery =>
        {
            taken.Add((Post.Number(delivery), delivery.Redelivered));
            if (taken.Count == 2)
                throw new IOException("disk");
            await delivery.AckAsync();
        });

        await Eventually.IsAsync(5, () => Task.FromResult(taken.Count));
        taken.Select(each => each.Number).ShouldBe([0, 1, 1, 2, 3]);
        taken[2].Redelivered.ShouldBeTrue();
        states.Select(state => state.Fault).ShouldBe([null, BorderFault.ReceiverFailed, null]);
    }

    [Test]
    public async Task A_session_that_follows_a_lost_one_waits_for_the_delivery_still_in_hand()
    {
        var inHand = 0;
        var most = 0;
        var release = new TaskCompletionSource();
        await FillAsync(2);
        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(async delivery =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inHand));
            await release.Task;
            Interlocked.Decrement(ref inHand);
            await delivery.AckAsync();
        });
        await Eventually.IsAsync(1, () => Task.FromResult(Volatile.Read(ref inHand)));

        await consumer.PauseAsync();
        await consumer.ResumeAsync();
        await Task.Delay(300);
        release.SetResult();

        await Eventually.IsAsync(0u, Mailbox.WaitingAsync);
        most.ShouldBe(1);
    }

    [Test]
    public async Task A_consumer_is_started_once()
    {
        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(delivery => delivery.AckAsync());
        await Should.ThrowAsync<InvalidOperationException>(() => consumer.StartAsync(delivery => delivery.AckAsync()));
    }

    [Test]
    public async Task A_fault_of_our_own_that_ends_the_consuming_is_seen_and_harms_no_pause()
    {
        await using var consumer = Mailbox.Consumer(onState: _ => throw new InvalidOperationException("A test."));
        await consumer.StartAsync(delivery => delivery.AckAsync());

        await Should.ThrowAsync<InvalidOperationException>(() => consumer.Ended.WaitAsync(TimeSpan.FromSeconds(30)));
        await consumer.PauseAsync();
    }

    [Test]
    public async Task A_fault_of_our_own_that_ends_the_delivery_is_seen_and_keeps_no_caller_waiting()
    {
        await using var publisher = Mailbox.Publisher(onState: _ => throw new InvalidOperationException("A test."));
        await Should.ThrowAsync<BorderException>(() => publisher.PublishAsync(Post.Of(0), CancellationToken.None));

        await Should.ThrowAsync<InvalidOperationException>(() => publisher.Ended.WaitAsync(TimeSpan.FromSeconds(30)));
        await Should.ThrowAsync<BorderException>(() => publisher.PublishAsync(Post.Of(1), CancellationToken.None));
    }

    private static async Task FillAsync(int count)
    {
        await using var publisher = Mailbox.Publisher();
        await Task.WhenAll([
            .. Enumerable.Range(0, count).Select(number => publisher.PublishAsync(Post.Of(number), CancellationToken.None)),
        ]);
    }
}
