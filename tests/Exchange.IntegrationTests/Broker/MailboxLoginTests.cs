using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client.Exceptions;

namespace Exchange.IntegrationTests.Broker;

internal sealed class MailboxLoginTests
{
    [Test]
    public async Task A_certificate_of_the_owners_authority_is_greeted()
    {
        using var certificate = SharedMailbox.Mailbox.Authority.Issue("MYS", TestAuthority.ClientAuth);

        // Frame type method, channel 0, then (after its length) class 10, method 10: connection.start.
        var answer = await SharedMailbox.Mailbox.GreetAsync(certificate, SslProtocols.Tls13);
        answer[..3].ShouldBe([1, 0, 0]);
        answer[7..11].ShouldBe([0, 10, 0, 10]);
    }

    [TestCase("BGD", TestName = "A_certificate_with_our_name_from_the_counterparts_authority_is_refused")]
    [TestCase("MYS", TestName = "A_certificate_with_its_own_name_from_the_counterparts_authority_is_refused")]
    public async Task Another_authority_is_refused(string name)
    {
        using var theirs = new TestAuthority("MYS CA");
        using var certificate = theirs.Issue(name, TestAuthority.ClientAuth);

        (await SharedMailbox.Mailbox.GreetAsync(certificate, SslProtocols.Tls13)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_namesake_of_the_owners_authority_is_refused()
    {
        using var namesake = new TestAuthority("BGD CA");
        using var certificate = namesake.Issue("MYS", TestAuthority.ClientAuth);

        (await SharedMailbox.Mailbox.GreetAsync(certificate, SslProtocols.Tls13)).ShouldBeEmpty();
    }

    [Test]
    public async Task No_certificate_is_refused() => (await SharedMailbox.Mailbox.GreetAsync(null, SslProtocols.Tls13)).ShouldBeEmpty();

    [Test]
    public async Task An_expired_certificate_is_refused()
    {
        using var certificate = SharedMailbox.Mailbox.Authority.Issue("MYS", TestAuthority.ClientAuth, validDays: 1);

        (await SharedMailbox.Mailbox.GreetAsync(certificate, SslProtocols.Tls13)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_servers_certificate_does_not_log_in()
    {
        using var certificate = SharedMailbox.Mailbox.Authority.Issue("MYS", TestAuthority.ServerAuth);

        (await SharedMailbox.Mailbox.GreetAsync(certificate, SslProtocols.Tls13)).ShouldBeEmpty();
    }

    [Test]
    public async Task Tls_1_2_is_refused()
    {
        using var certificate = SharedMailbox.Mailbox.Authority.Issue("MYS", TestAuthority.ClientAuth);

        (await SharedMailbox.Mailbox.GreetAsync(certificate, SslProtocols.Tls12)).ShouldBeEmpty();
    }

    [TestCase("SGP")]
    [TestCase("guest")]
    public async Task A_name_without_a_mailbox_here_does_not_log_in(string name)
    {
        var refused = await Should.ThrowAsync<BrokerUnreachableException>(() => SharedMailbox.Mailbox.LogInAsync(name));

        refused.InnerException.ShouldBeAssignableTo<AuthenticationFailureException>();
    }

    [Test]
    public async Task Plain_amqp_gets_no_answer()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, SharedMailbox.Mailbox.Broker.Port);
        await client.GetStream().WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray());

        var answer = new byte[256];
        var length = await client.GetStream().ReadAsync(answer);
        // A TLS alert (record type 21, RFC 8446, section 5.1) or nothing, and the end.
        if (length > 0)
            answer[0].ShouldBe((byte)21);
    }

    [Test]
    public void The_broker_listens_on_its_tls_port_and_on_loopback_only()
    {
        var broker = SharedMailbox.Mailbox.Broker;

        var listeners = Listeners.Of(broker.NodeId!.Value);

        listeners.ShouldContain(new IPEndPoint(IPAddress.Loopback, broker.Port));
        // The other one is for the nodes of a cluster.
        listeners.Count.ShouldBe(2);
        listeners.ShouldAllBe(listener => IPAddress.IsLoopback(listener.Address));
    }
}
