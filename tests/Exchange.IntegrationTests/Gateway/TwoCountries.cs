using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>
/// BGD and MYS for all tests here that leave them as they were: two brokers and two gateways, started when a test first asks.
/// </summary>
[SetUpFixture]
internal sealed class TwoCountries
{
    private static readonly Lazy<Task<DemoStage>> Started = new(StartStageAsync);

    public static DemoStage Stage => Started.Value.Result;

    /// <summary>BGD, which asks.</summary>
    public static Country Asker { get; private set; } = null!;

    /// <summary>MYS, which answers.</summary>
    public static Country Answerer { get; private set; } = null!;

    public static async Task StartAsync()
    {
        TestMailbox.Require();
        await Started.Value;
    }

    /// <summary>
    /// Waits until every case message has its receipt, and every request its acknowledgement: neither log grows by itself then.
    /// </summary>
    public static async Task BecomeQuietAsync()
    {
        await Asker.SettleAsync();
        await Answerer.SettleAsync();
        await Asker.SettleAsync();
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (!Started.IsValueCreated)
            return;
        var stage = await Started.Value;
        Asker.Dispose();
        Answerer.Dispose();
        await stage.DisposeAsync();
    }

    /// <summary>Settings of a gateway for tests of something else than release: whoever may send a message sends it at once.</summary>
    public static void WithoutRelease(JsonObject settings) =>
        settings["Release"] = new JsonObject
        {
            ["Kinds"] = new JsonArray(),
            ["VictimData"] = false,
            ["MinorData"] = false,
            ["HandlingCodes"] = false,
            ["AboveClassification"] = "confidential",
        };

    // The one rule of release that no message meets but those of the tests of release.
    private static void WithReleaseForMinors(JsonObject settings)
    {
        WithoutRelease(settings);
        settings["Release"]!["MinorData"] = true;
    }

    private static async Task<DemoStage> StartStageAsync()
    {
        var stage = DemoStage.Make(keep: null);
        try
        {
            await stage.StartAsync(TestContext.Progress.WriteLine, WithReleaseForMinors, CancellationToken.None);
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }

        (Asker, Answerer) = (new(stage.Asker), new(stage.Answerer));
        return stage;
    }
}
