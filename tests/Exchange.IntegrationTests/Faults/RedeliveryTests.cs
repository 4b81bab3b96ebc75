using Exchange.Cli.Demo;
using Exchange.Gateway.Border;

namespace Exchange.IntegrationTests.Faults;

/// <summary>A queue that is delivered again, whole, as after a broker's restore from an older copy.</summary>
[NonParallelizable]
internal sealed class RedeliveryTests
{
    private const int AtOnce = 256;

    // Everything that the tests before this one have sent.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static FaultStage Stage => SharedStage.Stage;

    [Test]
    public async Task Everything_that_either_side_has_ever_sent_is_delivered_twice_more()
    {
        await Stage.Client.SendAsync(50);
        await Stage.SettleAsync();

        for (var again = 0; again < 2; again++)
            await Task.WhenAll(Stage.Parties.Select(AgainAsync));
        foreach (var party in Stage.Parties)
            await Broker.Eventually.IsAsync(0u, () => Stage.Access(party).CountAsync("messages"), Patience);

        await Stage.SettleAsync();
    }

    private static async Task AgainAsync(DemoParty sender)
    {
        await using var publisher = Stage.Access(sender).Publisher();
        await Parallel.ForEachAsync(
            Directory.EnumerateFiles(Stage.Wire(sender)).Order(StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (file, cancellation) =>
                await publisher.PublishAsync(
                    new BorderMessage(Guid.Parse(Path.GetFileNameWithoutExtension(file)), await File.ReadAllBytesAsync(file, cancellation)),
                    cancellation
                )
        );
    }
}
