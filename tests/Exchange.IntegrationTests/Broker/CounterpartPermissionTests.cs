using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Exchange.IntegrationTests.Broker;

internal sealed class CounterpartPermissionTests
{
    // AMQP 0-9-1, reply codes.
    private const ushort AccessRefused = 403,
        NotAllowed = 530;

    private static readonly byte[] Body = "sealed"u8.ToArray();

    private static IEnumerable<TestCaseData<Func<IChannel, Task>>> Forbidden()
    {
        yield return Case("Declaring_a_queue", channel => channel.QueueDeclareAsync("extra"));
        yield return Case("Declaring_a_queue_with_a_name_by_the_broker", channel => channel.QueueDeclareAsync());
        yield return Case("Declaring_an_exchange", channel => channel.ExchangeDeclareAsync("extra", "fanout"));
        yield return Case("Binding_a_queue", channel => channel.QueueBindAsync("messages", "border", "else"));
        yield return Case("Unbinding_a_queue", channel => channel.QueueUnbindAsync("messages", "border", "message"));
        yield return Case("Binding_an_exchange", channel => channel.ExchangeBindAsync("border", "amq.topic", "#"));
        yield return Case("Consuming_messages", channel =>
            channel.BasicConsumeAsync("messages", true, new AsyncEventingBasicConsumer(channel))
        );
        yield return Case("Consuming_dead_letters", channel =>
            channel.BasicConsumeAsync("dead-letters", true, new AsyncEventingBasicConsumer(channel))
        );
        yield return Case("Getting_a_message", channel => channel.BasicGetAsync("messages", true));
        yield return Case("Getting_a_chunk", channel => channel.BasicGetAsync("chunks", true));
        yield return Case("Purging", channel => channel.QueuePurgeAsync("messages"));
        yield return Case("Deleting_a_queue", channel => channel.QueueDeleteAsync("messages"));
        yield return Case("Deleting_the_exchange", channel => channel.ExchangeDeleteAsync("border"));
        yield return Case("Publishing_to_the_default_exchange", channel => PublishAsync(channel, "", "messages"));
        yield return Case("Publishing_to_amq_direct", channel => PublishAsync(channel, "amq.direct", "message"));
        yield return Case("Publishing_to_amq_topic", channel => PublishAsync(channel, "amq.topic", "message"));
        yield return Case("Publishing_to_the_dead_letters", channel => PublishAsync(channel, "dead-letter", ""));
    }

    [TestCaseSource(nameof(Forbidden))]
    public async Task Is_refused_to_a_counterpart(Func<IChannel, Task> forbidden)
    {
        await using var connection = await SharedMailbox.Mailbox.LogInAsync("MYS");
        await using var channel = await connection.CreateChannelAsync();

        var refused = await Should.ThrowAsync<OperationInterruptedException>(() => forbidden(channel));

        refused.ShutdownReason!.ReplyCode.ShouldBe(AccessRefused);
    }

    [TestCase("message", "messages")]
    [TestCase("chunk", "chunks")]
    public async Task A_counterpart_delivers_and_the_owner_takes(string routingKey, string queue)
    {
        await using var sender = await SharedMailbox.Mailbox.LogInAsync("MYS");
        await using var owner = await SharedMailbox.Mailbox.LogInAsync("BGD");
        await using var sending = await Confirming.ChannelAsync(sender);
        await using var taking = await owner.CreateChannelAsync();

        await Confirming.PublishAsync(sending, routingKey, Body);
        var taken = await taking.BasicGetAsync(queue, autoAck: false);

        taken.ShouldNotBeNull().Body.ToArray().ShouldBe(Body);
        await taking.BasicAckAsync(taken.DeliveryTag, false);
    }

    [Test]
    public async Task What_has_no_queue_comes_back_to_its_sender()
    {
        await using var connection = await SharedMailbox.Mailbox.LogInAsync("MYS");
        await using var channel = await Confirming.ChannelAsync(connection);

        var returned = await Should.ThrowAsync<PublishReturnException>(() => Confirming.PublishAsync(channel, "other", Body));

        Encoding.ASCII.GetString([.. returned.ReplyText.Select(letter => (byte)letter)]).ShouldBe("NO_ROUTE");
    }

    [TestCase("border-THA", TestName = "A_counterpart_cannot_enter_anothers_mailbox")]
    [TestCase("/", TestName = "There_is_no_default_virtual_host_to_enter")]
    public async Task Another_virtual_host_is_closed(string virtualHost)
    {
        // The client takes the connection for open before the broker has said so.
        await using var connection = await SharedMailbox.Mailbox.LogInAsync("MYS", virtualHost);

        await Eventually.IsAsync<ushort?>(NotAllowed, () => Task.FromResult(connection.CloseReason?.ReplyCode));
        connection.CloseReason!.Initiator.ShouldBe(ShutdownInitiator.Peer);
    }

    [Test]
    public async Task The_owners_gateway_takes_and_looks_but_never_publishes()
    {
        await using var connection = await SharedMailbox.Mailbox.LogInAsync("BGD");
        await using (var looking = await connection.CreateChannelAsync())
        {
            foreach (var queue in new[] { "messages", "chunks", "dead-letters" })
                await looking.QueueDeclarePassiveAsync(queue);
        }

        await using var channel = await connection.CreateChannelAsync();
        var refused = await Should.ThrowAsync<OperationInterruptedException>(() => PublishAsync(channel, "border", "message"));
        refused.ShutdownReason!.ReplyCode.ShouldBe(AccessRefused);
    }

    // A refused publish is heard of only by the channel's end: the next call meets it.
    private static async Task PublishAsync(IChannel channel, string exchange, string routingKey)
    {
        await channel.BasicPublishAsync(exchange, routingKey, Body);
        await channel.ExchangeDeclarePassiveAsync("border");
    }

    private static TestCaseData<Func<IChannel, Task>> Case(string name, Func<IChannel, Task> action) =>
        new(action) { TestName = $"{name}_is_refused_to_a_counterpart" };
}
