using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

/// <summary>One broker for all tests here that do not harm it.</summary>
[SetUpFixture]
internal sealed class SharedBorder
{
    private static BorderMailbox? _mailbox;

    public static BorderMailbox Mailbox
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
        if (!Cli.Demo.PrivateBroker.IsInstalled)
            return;
        _mailbox = new();
        await _mailbox.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_mailbox is not null)
            await _mailbox.DisposeAsync();
    }
}
