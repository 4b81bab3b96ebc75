using System.Net;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Protocol;

namespace Exchange.IntegrationTests.Faults;

/// <summary>The disk of a gateway's database fills up.</summary>
[NonParallelizable]
internal sealed class DiskFullTests
{
    private const int Most = 5_000;

    private static FaultStage Stage => SharedStage.Stage;

    [TearDown]
    public void Free_the_disks()
    {
        foreach (var party in Stage.Parties)
            Stage.Disk(party).Free();
    }

    [Test]
    public async Task Whoever_submits_to_a_full_disk_is_told_that_nothing_was_recorded_and_may_submit_it_again()
    {
        var disk = Full(Stage.Asker);
        var key = MessageId.New(TimeProvider.System);
        HttpResponseMessage? refusal = null;
        for (var sent = 0; sent < Most && refusal is null; sent++)
            refusal = await RefusalAsync(key = MessageId.New(TimeProvider.System));

        refusal.ShouldNotBeNull("the disk was never full");
        refusal.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        JsonNode.Parse(await refusal.Content.ReadAsStringAsync())!["code"]!.GetValue<string>().ShouldBe("not-recorded");
        refusal.Dispose();

        disk.Free();
        await Stage.Client.SendAsync(key);
        await Stage.Client.SendAsync(50);
        await Stage.SettleAsync();
    }

    [Test]
    public async Task Whoever_receives_with_a_full_disk_takes_nothing_refuses_nothing_and_goes_on_when_there_is_room()
    {
        var disk = Full(Stage.Answerer);
        for (var sent = 0; sent < Most && !TakesNothing(Stage.Answerer); sent += 50)
            await Stage.Client.SendAsync(50);
        TakesNothing(Stage.Answerer).ShouldBeTrue("the disk was never full");
        // Whatever it does with what comes meanwhile, it does now.
        await Task.Delay(TimeSpan.FromSeconds(5));

        disk.Free();
        await Stage.SettleAsync();
    }

    private static SmallDisk Full(DemoParty party)
    {
        var disk = Stage.Disk(party);
        disk.RequireMounted();
        disk.Fill();
        return disk;
    }

    private static async Task<HttpResponseMessage?> RefusalAsync(Guid key)
    {
        var answer = await Stage.Client.PostAsync(key);
        if (!answer.IsSuccessStatusCode)
            return answer;
        answer.Dispose();
        return null;
    }

    private static bool TakesNothing(DemoParty party) =>
        File.ReadLines(party.Gateway.Log).Any(line => line.Contains("nothing more is taken from the mailboxes", StringComparison.Ordinal));
}
