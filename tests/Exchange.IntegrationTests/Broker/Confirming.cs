using RabbitMQ.Client;

namespace Exchange.IntegrationTests.Broker;

/// <summary>Publishing as a gateway does: mandatory, persistent, confirmed. Throws when the broker returns or refuses.</summary>
internal static class Confirming
{
    public static Task<IChannel> ChannelAsync(IConnection connection) =>
        connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));

    public static async Task PublishAsync(IChannel channel, string routingKey, byte[] body) =>
        await channel.BasicPublishAsync("border", routingKey, mandatory: true, new BasicProperties { Persistent = true }, body);
}
