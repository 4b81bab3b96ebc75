using Exchange.IntegrationTests.Border;

namespace Exchange.IntegrationTests.Faults;

/// <summary>Brokers die and freeze in the middle of requests.</summary>
[NonParallelizable]
internal sealed class BrokerFaultTests
{
    private const int Count = 1_000;

    private static FaultStage Stage => SharedStage.Stage;

    [TestCase(0, TestName = "The_broker_of_who_asks_is_killed_in_the_middle_of_a_thousand_requests")]
    [TestCase(1, TestName = "The_broker_of_who_answers_is_killed_in_the_middle_of_a_thousand_requests")]
    public async Task Killed(int party)
    {
        var broker = Stage.Parties[party].Broker;
        var before = Stage.Client.Taken.Count;
        var sending = Stage.Client.SendAsync(Count);
        await Until(() => Stage.Client.Taken.Count >= before + (Count / 3));

        await broker.KillAsync();
        await Until(() => Stage.Client.Taken.Count >= before + (Count / 2));
        await broker.StartAsync(CancellationToken.None);

        await sending;
        await Stage.SettleAsync();
    }

    [Test]
    public async Task Both_brokers_are_frozen_for_longer_than_anybody_waits_for_them()
    {
        var before = Stage.Client.Taken.Count;
        var sending = Stage.Client.SendAsync(Count / 5);
        await Until(() => Stage.Client.Taken.Count >= before + (Count / 20));

        await using (await Frozen.NowAsync(Stage.Answerer.Broker.NodeId!.Value))
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            await using var asker = await Frozen.NowAsync(Stage.Asker.Broker.NodeId!.Value);
            await Task.Delay(TimeSpan.FromSeconds(18));
        }

        await sending;
        await Stage.SettleAsync();
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(1);
    }
}
