using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.IntegrationTests.Broker;

/// <summary>Whom a broker that runs lets in depends on the lists that lie in its folder now.</summary>
internal sealed class RevocationTests
{
    private TestMailbox _mailbox = null!;
    private X509Certificate2 _certificate = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        TestMailbox.Require();
        _mailbox = new();
        _mailbox.Configure(new());
        _certificate = _mailbox.Authority.Issue("MYS", TestAuthority.ClientAuth);
        await _mailbox.Broker.StartAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _certificate?.Dispose();
        if (_mailbox is not null)
            await _mailbox.DisposeAsync();
    }

    [TearDown]
    public async Task Everybody_may_come_again()
    {
        _mailbox.Publish(_mailbox.Authority.Crl());
        (await IsGreetedAsync(_certificate)).ShouldBeTrue();
    }

    [Test]
    public async Task A_revoked_certificate_is_refused_at_the_next_login_and_no_other_is()
    {
        using var other = _mailbox.Authority.Issue("MYS", TestAuthority.ClientAuth);
        (await IsGreetedAsync(_certificate)).ShouldBeTrue();

        _mailbox.Publish(_mailbox.Authority.Crl(revoked: [_certificate]));

        (await IsGreetedAsync(_certificate)).ShouldBeFalse();
        (await IsGreetedAsync(other)).ShouldBeTrue();
    }

    [Test]
    public async Task Without_a_list_nobody_logs_in()
    {
        Directory.Delete(_mailbox.RevocationFolder, recursive: true);

        (await IsGreetedAsync(_certificate)).ShouldBeFalse();
    }

    [Test]
    public async Task With_a_list_that_has_ended_nobody_logs_in()
    {
        _mailbox.Publish(_mailbox.Authority.Crl(nextUpdate: TimeProvider.System.GetUtcNow().AddMinutes(-1)));

        (await IsGreetedAsync(_certificate)).ShouldBeFalse();
    }

    [Test]
    public async Task With_the_list_of_a_namesake_of_the_owners_authority_nobody_logs_in()
    {
        using var namesake = new TestAuthority("BGD CA");

        _mailbox.Publish(namesake.Crl());

        (await IsGreetedAsync(_certificate)).ShouldBeFalse();
    }

    [Test]
    public async Task Without_the_advanced_configuration_nobody_logs_in()
    {
        await using var other = new TestMailbox();
        other.Configure(new());
        File.Delete(other.AdvancedFile);
        await other.Broker.StartAsync(CancellationToken.None);
        using var certificate = other.Authority.Issue("MYS", TestAuthority.ClientAuth);

        (await other.GreetAsync(certificate, SslProtocols.Tls13)).ShouldBeEmpty();
    }

    private async Task<bool> IsGreetedAsync(X509Certificate2 certificate) =>
        (await _mailbox.GreetAsync(certificate, SslProtocols.Tls13)).Length > 0;
}
