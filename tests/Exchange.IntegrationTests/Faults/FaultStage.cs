using System.Diagnostics;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Faults;

/// <summary>Two countries as real processes, a client that sends requests to the first, and the judgement of what became of them.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<DemoParty, SmallDisk> _disks = [];
    private readonly Dictionary<DemoParty, MailboxAccess> _access = [];
    private readonly DemoStage _stage = DemoStage.Make(keep: null);

    // Which party has which of PostgreSQL's databases.
    private readonly Dictionary<DemoParty, string> _servers = [];

    private FaultStage() => Client = new(Asker);

    public DemoParty Asker => _stage.Asker;

    public DemoParty Answerer => _stage.Answerer;

    public Client Client { get; }

    public DemoParty[] Parties => [Asker, Answerer];

    /// <param name="server">PostgreSQL's database for who answers; SQLite if there is none.</param>
    public static async Task<FaultStage> StartAsync(string? server = null)
    {
        var stage = new FaultStage();
        if (server is not null)
            stage._servers[stage.Answerer] = server;
        try
        {
            await stage.SetUpAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Who asks, as its own ledger names the caller: what keys of repeated requests belong to.</summary>
    public string Actor { get; private set; } = "";

    public SmallDisk Disk(DemoParty party) => _disks[party];

    public MailboxAccess Access(DemoParty party) => _access[party];

    public PartyRecord Record(DemoParty party) => new(party.Home.DatabaseFile, _servers.GetValueOrDefault(party));

    /// <summary>Where the bytes of everything lie that a party has sent.</summary>
    public string Wire(DemoParty party) => Path.Combine(_stage.Folder, "wire", party.Name.Value);

    /// <summary>Kills a gateway as a power cut would, and starts it as its supervisor would.</summary>
    public static async Task RestartAsync(DemoParty party)
    {
        await party.Gateway.KillAsync();
        await party.Gateway.StartAsync(CancellationToken.None);
    }

    /// <summary>Waits, without doing anything for it, until nothing is under way any more; then judges everything that ever was.</summary>
    public async Task SettleAsync()
    {
        for (var waited = Stopwatch.StartNew(); !IsSettled() && waited.Elapsed < Patience;)
            await Task.Delay(Look);
        await new Judgement(this).PassAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var access in _access.Values)
            access.Dispose();
        await Task.WhenAll(Asker.DisposeAsync().AsTask(), Answerer.DisposeAsync().AsTask());
        foreach (var disk in _disks.Values)
            await disk.DisposeAsync();
        await _stage.DisposeAsync();
    }

    private bool IsSettled() =>
        Parties.All(party => Record(party).IsSettled)
        && Record(Answerer).Number("SELECT COUNT(*) FROM messages WHERE outgoing") == Client.Taken.Count;

    private async Task SetUpAsync()
    {
        await _stage.PrepareAsync(TestContext.Progress.WriteLine, Change, CancellationToken.None);
        foreach (var party in Parties)
        {
            _disks[party] = await SmallDisk.MakeAsync(Path.Combine(party.Home.Folder, "disk"));
            // The first key is in it already, unless the database is PostgreSQL's.
            if (File.Exists(party.Home.DatabaseFile))
                File.Move(party.Home.DatabaseFile, _disks[party].File("exchange.db"));
            File.CreateSymbolicLink(party.Home.DatabaseFile, _disks[party].File("exchange.db"));
        }

        await Task.WhenAll(Parties.Select(party => party.Broker.StartAsync(CancellationToken.None)));
        await Task.WhenAll(Parties.Select(party => party.Gateway.StartAsync(CancellationToken.None)));
        using (var client = Asker.Connect())
            Actor = (await client.GetAsync<CallerView>("api/v1/sessions/current", CancellationToken.None)).Actor;
        _access[Asker] = new(Asker, Answerer);
        _access[Answerer] = new(Answerer, Asker);
    }

    // Short waits, so that what takes a minute in the field is seen here in seconds.
    private void Change(JsonObject settings)
    {
        var party = (int?)settings["Mailbox"]!["Port"] == Asker.Broker.Port ? Asker : Answerer;
        TwoCountries.WithoutRelease(settings);
        settings["Log"] = new JsonObject { ["Steps"] = true };
        if (_servers.TryGetValue(party, out var server))
            settings["Store"] = new JsonObject { ["PostgreSql"] = server };
        settings["Border"] = new JsonObject
        {
            ["RecordFolder"] = Directory.CreateDirectory(Wire(party)).FullName,
            ["FirstResend"] = "00:00:04",
            ["Connection"] = new JsonObject
            {
                ["PublishTimeout"] = "00:00:05",
                ["ConnectTimeout"] = "00:00:05",
                ["BackOffMaximum"] = "00:00:01",
            },
        };
    }
}
