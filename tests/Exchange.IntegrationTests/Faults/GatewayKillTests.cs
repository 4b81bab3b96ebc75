using Exchange.Cli.Demo;
using Exchange.Gateway.Home;

namespace Exchange.IntegrationTests.Faults;

/// <summary>Gateways die as by a power cut, on each durable step and at any time, and are started again as by their supervisor.</summary>
[NonParallelizable]
internal sealed class GatewayKillTests
{
    // Not the first: something is before it, and something is under way beside it.
    private const int Occurrence = 3;

    private static FaultStage Stage => SharedStage.Stage;

    [Test]
    public async Task Who_asks_is_killed_on_the_step([Values] DurableStep step) => await KilledOn(Stage.Asker, step);

    [Test]
    public async Task Who_answers_is_killed_on_the_step([Values] DurableStep step) => await KilledOn(Stage.Answerer, step);

    [Test]
    public async Task Both_are_killed_again_and_again_at_any_time()
    {
        var random = new Random(1);
        var sending = Stage.Client.SendAsync(300);
        for (var kill = 0; kill < 6; kill++)
            await KilledAtAnyTime(Stage.Parties[random.Next(2)], random);

        await sending;
        await Stage.SettleAsync();
    }

    private static async Task KilledOn(DemoParty party, DurableStep step)
    {
        using var watch = new StepWatch(party.Gateway.Log, step);
        var seeing = watch.SeeAsync(Occurrence);
        var sending = Stage.Client.SendAsync(20);

        await seeing;
        await FaultStage.RestartAsync(party);

        await sending;
        await Stage.SettleAsync();
    }

    // While it starts, too.
    private static async Task KilledAtAnyTime(DemoParty party, Random random)
    {
        await Task.Delay(random.Next(800));
        await party.Gateway.KillAsync();
        await party.Gateway.LaunchAsync(CancellationToken.None);
        if (random.Next(2) == 0)
        {
            await Task.Delay(random.Next(1_500));
            await party.Gateway.KillAsync();
            await party.Gateway.LaunchAsync(CancellationToken.None);
        }

        await party.Gateway.WaitUntilReadyAsync(CancellationToken.None);
    }
}
