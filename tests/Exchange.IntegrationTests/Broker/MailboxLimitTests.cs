using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Exchange.IntegrationTests.Broker;

internal sealed class MailboxLimitTests
{
    private const int MaximumBody = 1024 * 1024;

    // AMQP 0-9-1, reply codes.
    private const ushort PreconditionFailed = 406;

    [SetUp]
    [TearDown]
    public async Task Empty_the_mailbox()
    {
        await using var owner = await SharedMailbox.Mailbox.LogInAsync("BGD");
        await using var channel = await owner.CreateChannelAsync();
        await channel.QueuePurgeAsync("messages");
    }

    [Test]
    public async Task The_largest_body_is_taken_and_one_byte_more_is_refused()
    {
        await using var connection = await SharedMailbox.Mailbox.LogInAsync("MYS");
        await using var channel = await Confirming.ChannelAsync(connection);

        await Confirming.PublishAsync(channel, "message", new byte[MaximumBody]);
        await Should.ThrowAsync<Exception>(() => Confirming.PublishAsync(channel, "message", new byte[MaximumBody + 1]));

        channel.CloseReason.ShouldNotBeNull().ReplyCode.ShouldBe(PreconditionFailed);
    }

    [Test]
    public async Task A_full_queue_refuses_what_comes_and_keeps_what_it_has()
    {
        await using var connection = await SharedMailbox.Mailbox.LogInAsync("MYS");
        await using var channel = await Confirming.ChannelAsync(connection);

        uint taken = 0;
        var refused = await Should.ThrowAsync<PublishException>(async () =>
        {
            for (; taken < 10 * SharedMailbox.Limits.MaximumLength; taken++)
                await Confirming.PublishAsync(channel, "message", [1]);
        });

        refused.IsReturn.ShouldBeFalse();
        taken.ShouldBeGreaterThanOrEqualTo((uint)SharedMailbox.Limits.MaximumLength);
        (await channel.QueueDeclarePassiveAsync("messages")).MessageCount.ShouldBe(taken);
    }

    [Test]
    public async Task Chunks_which_nobody_takes_cannot_fill_the_broker()
    {
        await using var connection = await SharedMailbox.Mailbox.LogInAsync("THA", "border-THA");
        await using var channel = await Confirming.ChannelAsync(connection);

        var taken = 0;
        (
            await Should.ThrowAsync<PublishException>(async () =>
            {
                for (; taken < 40; taken++)
                    await Confirming.PublishAsync(channel, "chunk", new byte[MaximumBody]);
            })
        ).IsReturn.ShouldBeFalse();
        taken.ShouldBeInRange(16, 20);
    }

    [Test]
    public async Task What_is_delivered_too_often_goes_to_the_dead_letters_and_blocks_nothing()
    {
        await using var sender = await SharedMailbox.Mailbox.LogInAsync("MYS");
        await using var owner = await SharedMailbox.Mailbox.LogInAsync("BGD");
        await using var channel = await Confirming.ChannelAsync(sender);
        var before = (await channel.QueueDeclarePassiveAsync("dead-letters")).MessageCount;
        await Confirming.PublishAsync(channel, "message", "poison"u8.ToArray());

        for (var delivery = 0; delivery <= SharedMailbox.Limits.DeliveryLimit; delivery++)
            await TakeAndFailAsync(owner);

        Func<Task<uint>> dead = async () => (await channel.QueueDeclarePassiveAsync("dead-letters")).MessageCount;
        await Eventually.IsAsync(before + 1, dead);
        await using var taking = await owner.CreateChannelAsync();
        (await taking.BasicGetAsync("messages", autoAck: true)).ShouldBeNull();
    }

    // A gateway that dies: its channel ends with the delivery unacknowledged.
    private static async Task TakeAndFailAsync(IConnection owner)
    {
        await using var channel = await owner.CreateChannelAsync();
        await Eventually.IsAsync(true, async () => await channel.BasicGetAsync("messages", autoAck: false) is not null);
        await channel.CloseAsync();
    }
}
