using Exchange.Cli.Broker;

namespace Exchange.IntegrationTests.Broker;

/// <summary>One broker for all tests here that do not stop it: a start takes seconds.</summary>
[SetUpFixture]
internal sealed class SharedMailbox
{
    public static readonly MailboxLimits Limits = new() { MaximumLength = 50, DeliveryLimit = 3 };

    private static TestMailbox? _mailbox;

    public static TestMailbox Mailbox
    {
        get
        {
            TestMailbox.Require();
            return _mailbox!;
        }
    }

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!Exchange.Cli.Demo.PrivateBroker.IsInstalled)
            return;
        _mailbox = new();
        _mailbox.Configure(Limits);
        await _mailbox.Broker.StartAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_mailbox is not null)
            await _mailbox.DisposeAsync();
    }
}
