using Exchange.IntegrationTests.Broker;
using Exchange.Tests;

namespace Exchange.IntegrationTests.Faults;

/// <summary>
/// One country has its database on PostgreSQL and the other on SQLite: gateway and server die as by a power cut, and nothing is lost or
/// happens twice.
/// </summary>
[NonParallelizable]
internal sealed class PostgreSqlTests
{
    private PrivatePostgreSql _server = null!;
    private FaultStage _stage = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        TestMailbox.Require();
        _server = PrivatePostgreSql.Start();
        _stage = await FaultStage.StartAsync(_server.NewEmptyDatabase());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_stage is not null)
            await _stage.DisposeAsync();
        _server?.Dispose();
    }

    [Test]
    public async Task Both_exchange_as_if_they_had_the_same_database()
    {
        await _stage.Client.SendAsync(100);
        await _stage.SettleAsync();
    }

    [Test]
    public async Task The_gateway_is_killed_again_and_again_at_any_time()
    {
        var random = new Random(2);
        var sending = _stage.Client.SendAsync(200);
        for (var kill = 0; kill < 4; kill++)
        {
            await Task.Delay(random.Next(800));
            await FaultStage.RestartAsync(_stage.Answerer);
        }

        await sending;
        await _stage.SettleAsync();
    }

    [Test]
    public async Task The_server_is_killed_again_and_again_at_any_time()
    {
        var random = new Random(3);
        var sending = _stage.Client.SendAsync(200);
        for (var kill = 0; kill < 3; kill++)
        {
            await Task.Delay(500 + random.Next(800));
            _server.Kill();
            await Task.Delay(random.Next(1000));
            _server.Launch();
        }

        await sending;
        await _stage.SettleAsync();
    }
}
