using System.Net;
using System.Net.Sockets;
using Exchange.Cli.Demo;
using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

internal sealed class ConnectingTests
{
    // Against waiting for ever; what is asserted is how it ends, not when.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static BorderMailbox Mailbox => SharedBorder.Mailbox;

    [TestCase("other.bgd.test")]
    [TestCase("localhost")]
    public async Task A_broker_of_another_name_is_refused(string name) =>
        await Refused(Mailbox.Endpoint(BorderMailbox.Sender, tlsName: name), BorderFault.TlsRefused, name);

    [Test]
    public async Task A_broker_of_another_authority_is_refused()
    {
        using var other = new TestAuthority("BGD CA");
        await Refused(Mailbox.Endpoint(BorderMailbox.Sender, authorities: other.Pem), BorderFault.TlsRefused, "authorities");
    }

    [Test]
    public async Task A_broker_refuses_a_certificate_of_another_authority()
    {
        using var other = new TestAuthority("BGD CA");
        using var certificate = other.Issue(BorderMailbox.Sender, TestAuthority.ClientAuth);
        await Refused(Mailbox.Endpoint(BorderMailbox.Sender) with { Certificate = certificate }, BorderFault.TlsRefused);
    }

    [Test]
    public async Task A_login_that_the_broker_does_not_know_is_refused() =>
        await Refused(Mailbox.Endpoint("IDN"), BorderFault.AccessRefused);

    [Test]
    public async Task The_mailbox_of_another_sender_is_refused() =>
        await Refused(Mailbox.Endpoint(BorderMailbox.SenderWithoutQueue, BorderMailbox.Sender), BorderFault.AccessRefused);

    [Test]
    public async Task A_login_that_may_not_write_is_refused() =>
        await Refused(Mailbox.Endpoint(BorderMailbox.Owner), BorderFault.AccessRefused);

    [Test]
    public async Task A_port_at_which_nobody_listens_is_unreachable() =>
        await Refused(Mailbox.Endpoint(BorderMailbox.Sender, port: LoopbackPorts.Free(1)[0]), BorderFault.Unreachable);

    [Test]
    public async Task A_peer_that_says_nothing_is_unreachable_in_bounded_time()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await Refused(Mailbox.Endpoint(BorderMailbox.Sender, port: ((IPEndPoint)silent.LocalEndpoint).Port), BorderFault.Unreachable)
            .WaitAsync(Patience);
    }

    [Test]
    public async Task A_chain_through_an_intermediate_authority_is_presented_whole()
    {
        using var intermediate = new IntermediateAuthority(Mailbox.Authority, "BGD gateways");
        Mailbox.Publish(Mailbox.Authority.Crl() + intermediate.Crl);
        await using var publisher = new MailboxPublisher(
            intermediate.Endpoint(Mailbox.Endpoint(BorderMailbox.Sender), BorderMailbox.Sender),
            BorderMailbox.Quick,
            TimeProvider.System,
            _ => { }
        );

        await publisher.PublishAsync(Post.Of(1), CancellationToken.None);
        await Mailbox.EmptyAsync();
    }

    [Test]
    public async Task While_a_broker_is_down_callers_are_told_at_once()
    {
        await using var publisher = new MailboxPublisher(
            Mailbox.Endpoint(BorderMailbox.Sender, port: LoopbackPorts.Free(1)[0]),
            BorderMailbox.Quick with
            {
                BackOffMinimum = TimeSpan.FromSeconds(2),
                BackOffMaximum = TimeSpan.FromSeconds(10),
            },
            TimeProvider.System,
            _ => { }
        );
        for (var attempt = 0; attempt < 2; attempt++)
            await Task.WhenAll([.. Enumerable.Range(0, 8).Select(number => Fault(publisher, number))]);

        // One after the other: together they would take far longer than that, if each tried for itself.
        using var patience = new CancellationTokenSource(Patience);
        for (var number = 0; number < 1_000; number++)
        {
            patience.Token.ThrowIfCancellationRequested();
            (await Fault(publisher, number)).ShouldBe(BorderFault.Unreachable);
        }
    }

    [Test]
    public async Task A_link_says_when_it_is_up_and_why_it_is_down()
    {
        var port = LoopbackPorts.Free(1)[0];
        var states = new List<LinkState>();
        await using var publisher = Mailbox.Publisher(onState: states.Add, port: port);
        (await Fault(publisher, 0)).ShouldBe(BorderFault.Unreachable);

        await using (var proxy = new TestProxy(port, Mailbox.Broker.Port))
            await Eventually.IsAsync(true, () => Task.FromResult(states.Count > 1));
        await Eventually.IsAsync(true, () => Task.FromResult(states.Count > 2));

        states.Select(state => state.Fault).ShouldBe([BorderFault.Unreachable, null, BorderFault.Unreachable]);
        states.ShouldAllBe(state => state.Reason.Contains($"127.0.0.1:{port}"));
    }

    private static async Task Refused(BrokerEndpoint endpoint, BorderFault fault, string reason = "127.0.0.1")
    {
        await using var publisher = new MailboxPublisher(endpoint, BorderMailbox.Quick, TimeProvider.System, _ => { });
        var refused = await Should.ThrowAsync<BorderException>(() => publisher.PublishAsync(Post.Of(1), CancellationToken.None));
        refused.Fault.ShouldBe(fault, refused.Message);
        refused.Message.ShouldContain(reason);
        TestContext.Out.WriteLine(refused.Message);
    }

    private static async Task<BorderFault?> Fault(MailboxPublisher publisher, int number)
    {
        try
        {
            await publisher.PublishAsync(Post.Of(number), CancellationToken.None);
            return null;
        }
        catch (BorderException e)
        {
            return e.Fault;
        }
    }
}
