using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Faults;

/// <summary>One stage for all faults, one after another: each must leave it as if nothing had happened.</summary>
[SetUpFixture]
internal sealed class SharedStage
{
    private static FaultStage? _stage;

    public static FaultStage Stage
    {
        get
        {
            TestMailbox.Require();
            return _stage!;
        }
    }

    [OneTimeSetUp]
    public async Task Start()
    {
        if (Cli.Demo.PrivateBroker.IsInstalled)
            _stage = await FaultStage.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_stage is not null)
            await _stage.DisposeAsync();
    }
}
