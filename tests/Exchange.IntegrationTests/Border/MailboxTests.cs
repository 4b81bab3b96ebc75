using System.Diagnostics;
using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

internal sealed class MailboxTests
{
    private static BorderMailbox Mailbox => SharedBorder.Mailbox;

    [SetUp]
    [TearDown]
    public Task Empty_the_mailbox() => Mailbox.EmptyAsync();

    [Test]
    public async Task A_message_is_confirmed_then_delivered_and_gone_once_acked()
    {
        var message = Post.Of(1);
        var tray = new Tray();
        await using var publisher = Mailbox.Publisher();
        await publisher.PublishAsync(message, CancellationToken.None);
        (await Mailbox.WaitingAsync()).ShouldBe(1u);

        await using (var consumer = Mailbox.Consumer())
        {
            await consumer.StartAsync(tray.TakeAsync);
            await tray.HasAsync(1);
        }

        var delivery = tray.Deliveries.Single();
        delivery.Body.ToArray().ShouldBe(message.Body.ToArray());
        delivery.ContentType.ShouldBe("application/cms");
        delivery.MessageId.ShouldBe(message.Id.ToString("D"));
        delivery.Redelivered.ShouldBeFalse();
        (await Mailbox.WaitingAsync()).ShouldBe(0u);
    }

    [Test]
    public async Task Messages_arrive_in_the_order_of_the_calls_with_many_under_way()
    {
        var numbers = Enumerable.Range(0, 2_000).ToArray();
        var tray = new Tray();
        await using var publisher = Mailbox.Publisher();
        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(tray.TakeAsync);

        await Task.WhenAll([.. numbers.Select(number => publisher.PublishAsync(Post.Of(number), CancellationToken.None))]);

        await tray.HasAsync(numbers.Length);
        tray.Numbers.ShouldBe(numbers);
    }

    [Test]
    public async Task Nothing_but_the_body_its_type_and_its_id_crosses_even_from_a_traced_process()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var publisher = Mailbox.Publisher();
        await publisher.PublishAsync(Post.Of(1), CancellationToken.None);

        await using var connection = await Mailbox.LogInAsync(BorderMailbox.Owner);
        await using var channel = await connection.CreateChannelAsync();
        var properties = (await channel.BasicGetAsync("messages", autoAck: true)).ShouldNotBeNull().BasicProperties;

        // The broker's own.
        (properties.Headers?.Keys ?? []).Except(["x-delivery-count"]).ShouldBeEmpty();
        properties.Persistent.ShouldBeTrue();
        (
            properties.IsAppIdPresent()
            || properties.IsClusterIdPresent()
            || properties.IsContentEncodingPresent()
            || properties.IsCorrelationIdPresent()
            || properties.IsExpirationPresent()
            || properties.IsPriorityPresent()
            || properties.IsReplyToPresent()
            || properties.IsTimestampPresent()
            || properties.IsTypePresent()
            || properties.IsUserIdPresent()
        ).ShouldBeFalse();
    }

    [Test]
    public async Task A_full_mailbox_refuses_and_takes_again_once_it_is_emptied()
    {
        await using var publisher = Mailbox.Publisher();

        var refused = await Should.ThrowAsync<BorderException>(async () =>
        {
            for (var number = 0; number < 100; number++)
                await publisher.PublishAsync(Post.Of(number, BorderMessage.MaximumSize), CancellationToken.None);
        });
        refused.Fault.ShouldBe(BorderFault.Refused);

        await Mailbox.EmptyAsync();
        await Eventually.IsAsync(true, async () =>
        {
            try
            {
                await publisher.PublishAsync(Post.Of(0), CancellationToken.None);
                return true;
            }
            catch (BorderException)
            {
                return false;
            }
        });
    }

    [Test]
    public async Task A_message_for_which_there_is_no_queue_is_returned_and_the_link_stays_up()
    {
        var states = new List<LinkState>();
        await using var publisher = new MailboxPublisher(
            Mailbox.Endpoint(BorderMailbox.SenderWithoutQueue, BorderMailbox.SenderWithoutQueue),
            BorderMailbox.Quick,
            TimeProvider.System,
            states.Add
        );

        var publishes = Enumerable.Range(0, 10).Select(number => publisher.PublishAsync(Post.Of(number), CancellationToken.None)).ToArray();

        foreach (var publish in publishes)
            (await Should.ThrowAsync<BorderException>(() => publish)).Fault.ShouldBe(BorderFault.Returned);
        states.Single().IsUp.ShouldBeTrue();
    }

    [Test]
    public async Task A_publish_that_its_caller_gave_up_does_not_hold_up_the_next()
    {
        await using var publisher = Mailbox.Publisher(BorderMailbox.Quick with { PublishWindow = 1 });
        using var given = new CancellationTokenSource();
        var first = publisher.PublishAsync(Post.Of(1), given.Token);
        await given.CancelAsync();

        await publisher.PublishAsync(Post.Of(2), CancellationToken.None);
        await Should.ThrowAsync<OperationCanceledException>(() => first);
    }

    [Test]
    public async Task A_publisher_that_is_disposed_ends_what_was_under_way_and_takes_no_more()
    {
        var publisher = Mailbox.Publisher();
        var publishes = Enumerable
            .Range(0, 1_000)
            .Select(number => publisher.PublishAsync(Post.Of(number), CancellationToken.None))
            .ToArray();

        await publisher.DisposeAsync();

        foreach (var publish in publishes)
        {
            await ((Task)publish).WaitAsync(BorderMailbox.Quick.PublishTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            publish.IsCompleted.ShouldBeTrue();
        }
        await Should.ThrowAsync<ObjectDisposedException>(() => publisher.PublishAsync(Post.Of(1), CancellationToken.None));
    }

    [TestCase(0)]
    [TestCase(BorderMessage.MaximumSize + 1)]
    public void A_body_that_the_broker_would_end_the_connection_for_is_not_a_message(int size) =>
        Should.Throw<ArgumentException>(() => new BorderMessage(Guid.Empty, new byte[size]));
}
