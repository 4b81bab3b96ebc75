using System.Net;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.IntegrationTests.Broker;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Witness;

/// <summary>Two countries whose databases are tampered with: BGD has lost or changed its log, MYS watches it.</summary>
internal sealed class WitnessStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DemoStage _stage = DemoStage.Make(keep: null);

    private WitnessStage() { }

    public DemoParty Bgd => _stage.Asker;

    public DemoParty Mys => _stage.Answerer;

    public static async Task<WitnessStage> StartAsync()
    {
        var stage = new WitnessStage();
        try
        {
            await stage._stage.StartAsync(TestContext.Progress.WriteLine, Change, CancellationToken.None);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request from BGD; gives its id.</summary>
    public async Task<Guid> SubmitAsync()
    {
        using var door = DoorOf(Bgd);
        var answer = await door.PostAsync("messages", Texts.Request);
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return answer.As<SubmittedView>().MessageId;
    }

    public async Task<Answer> TrySubmitAsync()
    {
        using var door = DoorOf(Bgd);
        return await door.PostAsync("messages", Texts.Request);
    }

    public async Task DeliveredAsync(Guid message)
    {
        using var client = Bgd.Connect();
        await Eventually.IsAsync(
            "delivered",
            async () => (await client.GetAsync<MessageView>($"api/v1/messages/{message}", CancellationToken.None)).Transport,
            Patience
        );
    }

    /// <summary>Waits until a party has the receipt of the acknowledgement that it sends by policy.</summary>
    public static Task AcknowledgedAsync(DemoParty party, Guid exchange) =>
        Eventually.IsAsync(
            1L,
            () =>
                Task.FromResult(
                    Read<long>(
                        party,
                        $"SELECT COUNT(*) FROM entries WHERE log = (SELECT MAX(id) FROM logs) AND exchange_id = '{exchange}' AND "
                            + "CAST(leaf AS TEXT) LIKE '%\"event\":\"message-delivered\"%'"
                    )
                ),
            Patience
        );

    public static async Task<LedgerView> LedgerAsync(DemoParty party)
    {
        using var client = party.Connect();
        return await client.GetAsync<LedgerView>("api/v1/ledger", CancellationToken.None);
    }

    public static async Task<LinkView> LinkAsync(DemoParty party, DemoParty to)
    {
        using var client = party.Connect();
        return await client.GetAsync<LinkView>($"api/v1/links/{to.Name}", CancellationToken.None);
    }

    /// <summary>Waits until the other side has cosigned all that a log has.</summary>
    public static Task CosignedAsync(DemoParty party, DemoParty by) =>
        Eventually.IsAsync(true, async () => (await LinkAsync(party, by)).CosignedSize >= (await LedgerAsync(party)).Size, Patience);

    /// <summary>Starts a gateway that may not become ready, and waits until its API answers.</summary>
    public static async Task LaunchAsync(DemoParty party)
    {
        await party.Gateway.LaunchAsync(CancellationToken.None);
        using var door = new Door(party.Home, token: null);
        await Eventually.IsAsync(true, () => door.LivesAsync(), Patience);
    }

    public static void Change(DemoParty party, string sql, params object[] arguments)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = party.Home.DatabaseFile, Pooling = false }.ToString()
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < arguments.Length; index++)
            command.Parameters.AddWithValue($"@p{index}", arguments[index]);
        command.ExecuteNonQuery().ShouldBeGreaterThan(0, sql);
    }

    public static T Read<T>(DemoParty party, string sql) => new Rows(party.Home.DatabaseFile).Scalar<T>(sql);

    /// <summary>How many entries of an event a log has.</summary>
    public static long Entries(DemoParty party, string @event) =>
        Read<long>(
            party,
            $"SELECT COUNT(*) FROM entries WHERE log = (SELECT MAX(id) FROM logs) AND CAST(leaf AS TEXT) LIKE '%\"event\":\"{@event}\"%'"
        );

    public static async Task<ProgramRun> RunAsync(DemoParty party, params string[] arguments) =>
        await CommandLine.RunAsync([.. arguments, "--home", party.Home.Folder]);

    public async ValueTask DisposeAsync() => await _stage.DisposeAsync();

    private static Door DoorOf(DemoParty party) => new(party.Home, File.ReadAllText(party.Home.TokenFile).Trim());

    private static void Change(JsonObject settings)
    {
        TwoCountries.WithoutRelease(settings);
        settings["Border"]!["FirstResend"] = "00:00:04";
    }
}
