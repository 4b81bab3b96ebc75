using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Exchange.Cli.Broker;
using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;
using static Exchange.Tests.AmqpFrames;

namespace Exchange.IntegrationTests.Border;

/// <summary>Nested AMQP tables, which the client reads by recursion: each of these ended the whole process.</summary>
internal sealed class HostileTableTests
{
    // On the wire five bytes each. The deepest that fits into a frame of 16 KiB beside the other properties.
    private const int Deepest = 3_200,
        Deep = 20_000;

    private static BorderMailbox Mailbox => SharedBorder.Mailbox;

    [SetUp]
    public Task Empty_the_mailbox() => Mailbox.EmptyAsync();

    [Test]
    public async Task A_header_of_a_hostile_publisher_does_not_stop_the_next_honest_message()
    {
        var tray = new Tray();
        await using (var wire = await ConnectAsync(Mailbox.Broker.Port, Mailbox.Authority))
        {
            await wire.LogInAsync(BorderMailbox.VirtualHost(BorderMailbox.Sender));
            await wire.PublishAsync([0, 0, 0, 1], Nested(Deepest));
        }
        await using (var publisher = Mailbox.Publisher())
            await publisher.PublishAsync(Post.Of(2), CancellationToken.None);

        await using var consumer = Mailbox.Consumer();
        await consumer.StartAsync(tray.TakeAsync);
        await tray.HasAsync(2);
        tray.Numbers.ShouldBe([1, 2]);
        await Eventually.IsAsync(0u, Mailbox.WaitingAsync);
    }

    [Test]
    public async Task A_header_queued_when_frames_were_large_stops_nothing_once_the_brokers_configuration_is_right()
    {
        await using var mailbox = new TestMailbox();
        mailbox.Configure(new MailboxLimits());
        var configuration = Path.Combine(Path.GetDirectoryName(mailbox.AuthoritiesFile)!, "rabbitmq.conf");
        var right = await File.ReadAllTextAsync(configuration);
        await File.WriteAllTextAsync(configuration, right.Replace("frame_max = 16384", "frame_max = 131072", StringComparison.Ordinal));
        await mailbox.Broker.StartAsync(CancellationToken.None);
        await using (var wire = await ConnectAsync(mailbox.Broker.Port, mailbox.Authority))
        {
            await wire.LogInAsync(TestMailbox.Virtual);
            await wire.PublishAsync([0, 0, 0, 1], Nested(Deep));
        }
        var states = new List<LinkState>();
        var tray = new Tray();
        await using (var refusing = Consumer(mailbox, states.Add))
        {
            await refusing.StartAsync(tray.TakeAsync);
            await Eventually.IsAsync(true, () => Task.FromResult(states.Count > 0));
        }
        states[0].Fault.ShouldBe(BorderFault.Misconfigured);
        states[0].Reason.ShouldContain("exchange broker definitions");

        await mailbox.Broker.StopAsync();
        await File.WriteAllTextAsync(configuration, right);
        await mailbox.Broker.StartAsync(CancellationToken.None);
        await using (var wire = await ConnectAsync(mailbox.Broker.Port, mailbox.Authority))
        {
            await wire.LogInAsync(TestMailbox.Virtual);
            await wire.PublishAsync([0, 0, 0, 2], []);
        }
        await using var consumer = Consumer(mailbox, static _ => { });
        await consumer.StartAsync(tray.TakeAsync);
        await tray.HasAsync(2);
        tray.Numbers.ShouldBe([1, 2]);
    }

    [TestCase(Deep)]
    [TestCase(1_000_000)]
    public async Task A_broker_whose_connection_start_is_too_large_loses_its_own_link_alone(int depth)
    {
        var start = Start(Nested(depth));
        await using var broker = new HostileBroker(Mailbox.Authority, async wire =>
        {
            await wire.WriteAsync(start);
            await Task.Delay(Timeout.Infinite);
        });
        await using var hostile = Mailbox.Publisher(port: broker.Port);
        await using var honest = Mailbox.Publisher();

        var fault = await Should.ThrowAsync<BorderException>(() => hostile.PublishAsync(Post.Of(1), CancellationToken.None));

        fault.Fault.ShouldBe(BorderFault.ProtocolBroken, fault.Message);
        await honest.PublishAsync(Post.Of(2), CancellationToken.None);
    }

    [Test]
    public async Task A_broker_that_nests_whatever_it_can_gets_its_messages_and_harms_nothing()
    {
        await using var broker = new HostileBroker(Mailbox.Authority, async wire =>
        {
            await wire.AcceptAsync(Start(Nested(Deepest)));
            var returned = await wire.TakePublishAsync();
            await wire.WriteAsync([
                .. Method(60, 50, [.. Short(312), .. ShortString("NO_ROUTE"), .. ShortString("border"), .. ShortString("message")]),
                .. Header(4, returned, Nested(Deep)),
                .. Body(1, 2, 3, 4),
                .. Method(60, 80, [.. LongLong(1), 0]),
            ]);
            await wire.TakePublishAsync();
            await wire.WriteAsync(Method(60, 80, [.. LongLong(2), 0]));
            await Task.Delay(Timeout.Infinite);
        });
        await using var publisher = Mailbox.Publisher(port: broker.Port);

        (await Should.ThrowAsync<BorderException>(() => publisher.PublishAsync(Post.Of(1), CancellationToken.None))).Fault.ShouldBe(
            BorderFault.Returned
        );
        await publisher.PublishAsync(Post.Of(2), CancellationToken.None);
    }

    private static MailboxConsumer Consumer(TestMailbox mailbox, Action<LinkState> onState) =>
        new(
            Mailbox.Endpoint(BorderMailbox.Owner, port: mailbox.Broker.Port) with
            {
                Authorities = [mailbox.Authority.Certificate],
                Certificate = mailbox.Authority.Issue(BorderMailbox.Owner, TestAuthority.ClientAuth),
            },
            BorderMailbox.Quick,
            TimeProvider.System,
            onState
        );

    private static async Task<AmqpWire> ConnectAsync(int port, TestAuthority authority)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var certificate = authority.Issue(BorderMailbox.Sender, TestAuthority.ClientAuth);
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = TestMailbox.TlsName,
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            }
        );
        return new(tls);
    }
}
