using Exchange.Cli.Demo;
using Exchange.Gateway.Border;

namespace Exchange.IntegrationTests.Faults;

/// <summary>A queue that is delivered again, whole, as after a broker's restore from an older copy.</summary>
[NonParallelizable]
internal sealed class RedeliveryTests
{
    private static FaultStage Stage => SharedStage.Stage;

    [Test]
    public async Task The_newest_messages_of_either_side_are_delivered_three_times_more()
    {
        await Stage.Client.SendAsync(50);
        await Stage.SettleAsync();

        for (var again = 0; again < 3; again++)
            await Task.WhenAll(Stage.Parties.Select(AgainAsync));
        foreach (var party in Stage.Parties)
            await Broker.Eventually.IsAsync(0u, () => Stage.Access(party).CountAsync("messages"));

        await Stage.SettleAsync();
    }

    private static async Task AgainAsync(DemoParty sender)
    {
        await using var publisher = Stage.Access(sender).Publisher();
        var files = Directory.EnumerateFiles(Stage.Wire(sender)).Order(StringComparer.Ordinal).TakeLast(500);
        await Task.WhenAll(files.Select(async file => await publisher.PublishAsync(
            new BorderMessage(Guid.Parse(Path.GetFileNameWithoutExtension(file)), await File.ReadAllBytesAsync(file)), CancellationToken.None)));
    }
}
