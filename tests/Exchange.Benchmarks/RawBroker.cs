using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Demo;
using Exchange.Sealing.Keys;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Exchange.Benchmarks;

/// <summary>
/// What RabbitMQ.Client and the same broker do with the same number of bytes: publish, confirm, consume, ack, on the same quorum queue.
/// </summary>
internal static class RawBroker
{
    private const int UnderWay = 256;

    /// <summary>Messages per second.</summary>
    /// <param name="stage">Its gateways are stopped by this.</param>
    /// <param name="size">Bytes of each message.</param>
    /// <param name="duration">How long it publishes.</param>
    public static async Task<double> MeasureAsync(DemoStage stage, int size, TimeSpan duration)
    {
        // The gateway that reads the queue has to be out of the way.
        await stage.Answerer.Gateway.StopAsync();
        await stage.Asker.Gateway.StopAsync();
        await using var publishing = await ConnectAsync(
            stage,
            stage.Asker,
            CertificateOf(stage.Asker.Home.GrantFile(stage.Asker.Name, stage.Answerer.Name))
        );
        await using var consuming = await ConnectAsync(stage, stage.Answerer, File.ReadAllText(stage.Answerer.Home.OwnClientFile));
        await using var publisher = await publishing.CreateChannelAsync(
            new(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: null
            )
        );
        await using var consumer = await consuming.CreateChannelAsync();
        await consumer.BasicQosAsync(0, UnderWay, global: false);
        var received = 0;
        var events = new AsyncEventingBasicConsumer(consumer);
        events.ReceivedAsync += async (_, delivery) =>
        {
            Interlocked.Increment(ref received);
            await consumer.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await consumer.BasicConsumeAsync("messages", autoAck: false, events);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, UnderWay).Select(_ => PublishAsync(publisher, size, watch, duration)));
        return received / watch.Elapsed.TotalSeconds;
    }

    private static async Task PublishAsync(IChannel channel, int size, Stopwatch watch, TimeSpan duration)
    {
        var body = RandomNumberGenerator.GetBytes(size);
        var properties = new BasicProperties { Persistent = true, ContentType = "application/cms" };
        while (watch.Elapsed < duration)
            await channel.BasicPublishAsync("border", "message", mandatory: true, properties, body);
    }

    private static async Task<IConnection> ConnectAsync(DemoStage stage, DemoParty party, string chain)
    {
        var host = stage.Answerer;
        using var protection = new KeyProtection(File.ReadAllText(party.Home.PassphraseFile).Trim());
        using var keys = FileKeyStore.Open(party.Home.KeyFolder, protection);
        using var leaf = X509Certificate2.CreateFromPem(chain);
        using var key = keys.Client(leaf.PublicKey.ExportSubjectPublicKeyInfo())!;
        var certificate = X509CertificateLoader.LoadPkcs12(leaf.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
        var factory = new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = host.Broker.Port,
            VirtualHost = $"border-{stage.Asker.Name}",
            AuthMechanisms = [new ExternalMechanismFactory()],
            // Only the throughput of this machine's own broker is of interest here, so the name is not verified.
            Ssl = new SslOption
            {
                Enabled = true,
                ServerName = "localhost",
                Certs = [certificate],
                AcceptablePolicyErrors = SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch,
            },
        };
        return await factory.CreateConnectionAsync();
    }

    private static string CertificateOf(string grantFile) =>
        Protocol.Parties.MailboxGrant.Read(File.ReadAllBytes(grantFile)).OrThrow().Certificate;
}
