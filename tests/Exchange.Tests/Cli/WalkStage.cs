using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Exchange.Cli.Demo;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Starting;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Evidence;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli.Ledger;
using Exchange.Tests.Evidence;
using Exchange.Tests.Gateway;
using Exchange.Tests.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Cli;

/// <summary>
/// What a walked command line meets: homes, a running gateway, exports, a bundle. In a line <c>~</c> is its folder, and <c>{name}</c> what
/// the stage has named.
/// </summary>
internal sealed class WalkStage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _names = [];
    private readonly List<IDisposable> _others = [];
    private TestGateway? _gateway;
    private WebApplication? _next;
    private string _root;
    private int _number;

    private WalkStage() => _root = _folder.Folder;

    public static async Task<WalkStage> OfAsync(Func<WalkStage, Task> prepare)
    {
        var stage = new WalkStage();
        await prepare(stage);
        return stage;
    }

    /// <summary>The words of a line, with the paths and ids of this stage; {n} and {key} are others in every line.</summary>
    public string[] Words(string line)
    {
        _names["n"] = (++_number).ToString(CultureInfo.InvariantCulture);
        _names["key"] = $"019b0c4e-0000-7000-8000-{_number:D12}";
        return
        [
            .. CommandLineParser
                .SplitCommandLine(line)
                .Select(word =>
                    _names
                        .Aggregate(word, (text, name) => text.Replace($"{{{name.Key}}}", name.Value, StringComparison.Ordinal))
                        .Replace("~", _root, StringComparison.Ordinal)
                ),
        ];
    }

    public static Task Empty(WalkStage stage)
    {
        _ = stage;
        return Task.CompletedTask;
    }

    /// <summary>A home that waits for its authority, which has certified everything into <c>~/certified</c>.</summary>
    public static async Task Requested(WalkStage stage)
    {
        await stage.RunAsync("party init BGD --mailbox localhost:5671 --csr --home ~/BGD");
        NationalAuthority.Certify(stage.In("BGD"), stage.In("certified"), TimeProvider.System.GetUtcNow());
    }

    /// <summary>The homes of BGD and MYS, which know each other.</summary>
    public static async Task Homes(WalkStage stage)
    {
        FoundedPair.CopyTo(stage._root);
        await stage.MeetAsync();
        await File.WriteAllTextAsync(
            stage.In("crls.pem"),
            PartyCard.Read(await File.ReadAllBytesAsync(stage.In("BGD", "party.json"))).OrThrow().Crls
        );
        stage.Put("request.json", StoryFile.Read("request.json"));
    }

    /// <summary>
    /// The same, and each has granted its mailbox to the other: <c>~/MYS-at-BGD.grant.json</c>, <c>~/BGD-at-MYS.grant.json</c>.
    /// </summary>
    public static async Task Granted(WalkStage stage)
    {
        await Homes(stage);
        await stage.RunAsync("mailbox grant MYS --out ~/MYS-at-BGD.grant.json --home ~/BGD");
        await stage.RunAsync("mailbox grant BGD --out ~/BGD-at-MYS.grant.json --home ~/MYS");
        var grant = await File.ReadAllBytesAsync(stage.In("BGD-at-MYS.grant.json"));
        stage._names["grant"] = Fingerprint.Of(grant);
        await File.WriteAllTextAsync(
            stage.In("MYS-client.pem"),
            MailboxGrant.Read(await File.ReadAllBytesAsync(stage.In("MYS-at-BGD.grant.json"))).OrThrow().Certificate
        );
    }

    /// <summary>
    /// BGD's gateway runs: {sent} is receipted, {received} is not answered, entry {refused} gave {received}'s id again, and MYS has
    /// cosigned all. There are people, rahima and karim.
    /// </summary>
    public static async Task Gateway(WalkStage stage)
    {
        var gateway = await stage.StartAsync();
        var sent = await gateway.SendAsync();
        await new CounterpartLog(gateway).JudgeAsync(sent, ReceiptCode.Accepted);
        // What can be listed by its content.
        foreach (var (index, kind) in new[] { CaseKinds.ContactUpdate, CaseKinds.FollowUpAction, CaseKinds.LessonLearned }.Index())
        {
            var listed = TestGateway.TheirRequest() with
            {
                Kind = kind,
                Reference = $"MYS-BGD-{gateway.Clock.GetUtcNow().Year}-00001{index}",
            };
            await gateway.ArriveAsync(gateway.SealedByThem(listed, TwoGateways.Example<MessageBody>(kind)));
        }

        var header = TestGateway.TheirRequest();
        await gateway.ArriveAsync(gateway.SealedByThem(header, TestGateway.Request));
        await gateway.ArriveAsync(gateway.SealedByThem(header, TestGateway.Request with { Facts = "Something else." }));
        await stage.CosignAsync();
        stage._names["sent"] = sent.MessageId.ToString();
        stage._names["received"] = header.MessageId.ToString();
        stage._names["refused"] = gateway
            .Read<long>("SELECT MAX(entry_index) FROM messages WHERE outgoing = 0")
            .ToString(CultureInfo.InvariantCulture);
        stage.Put("request.json", StoryFile.Read("request.json"));
        stage.Put(
            "answer.json",
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    kind = "response",
                    handling = TestGateway.Handling,
                    body = TestGateway.Response with
                    {
                        Extent = Exchange.Protocol.Vocabulary.Extent.Partial,
                    },
                },
                ProtocolJson.Options
            )
        );
        stage.Put("other/file", [1]);
        stage.Put("half.json", """{ "counterpart": "MYS", "kind": "request" }"""u8.ToArray());
        foreach (var (name, file) in new[] { ("draft", "request"), ("edited", "request"), ("half", "half") })
            stage._names[name] = (await stage.RunAsync($"draft new ~/{file}.json --home ~/BGD")).Trim();
        foreach (var person in new[] { "rahima", "karim" })
            await stage.RunAsync($"user add {person} --role officer --home ~/BGD");
        await stage.RunAsync("user add salma --role officer --unit CID --home ~/BGD");
    }

    /// <summary>The link to MYS is suspended: MYS has shown a head that it did not prove.</summary>
    public static async Task Suspended(WalkStage stage)
    {
        var gateway = await stage.StartAsync();
        foreach (var (log, size, from) in new[] { ("one history", 7, 0L), ("another", 20, 7L) })
        {
            await gateway.RecordAsync(
                gateway.Part<CheckpointHandler>().Prepare(gateway.TheirHead(TestGateway.Tail(log, size), from), gateway.Counterpart)
            );
        }
    }

    /// <summary>BGD's gateway has run, and is stopped.</summary>
    public static async Task Stopped(WalkStage stage)
    {
        var gateway = await stage.StartAsync();
        await gateway.CloseAsync();
        // The test's process has an umask of its own.
        foreach (var file in Directory.EnumerateFiles(gateway.Home.Folder, "exchange.db*"))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>MYS has a new client key, and BGD has granted it its mailbox too.</summary>
    public static async Task Rekeyed(WalkStage stage)
    {
        await Homes(stage);
        await stage.RunAsync("mailbox grant MYS --out ~/first.json --home ~/BGD");
        await stage.RunAsync("party renew --client --home ~/MYS");
        await stage.MeetAsync();
    }

    /// <summary>The gateway doubts its ledger: its mark is gone.</summary>
    public static async Task LedgerSuspended(WalkStage stage)
    {
        var gateway = await stage.StartAsync();
        await gateway.AppendAsync(1);
        await gateway.CloseAsync();
        File.Delete(gateway.Home.Mark);
        await stage.RestartAsync(gateway.Home);
    }

    /// <summary>The ledger of the running gateway is a second one; the former one was cosigned.</summary>
    public static async Task Renewed(WalkStage stage)
    {
        var gateway = await stage.StartAsync();
        await stage.CosignAsync();
        await gateway.CloseAsync();
        await stage.RunAsync("ledger renew --origin bgd.exchange/audit-2 --home ~/BGD");
        await stage.RestartAsync(gateway.Home);
    }

    /// <summary>A whole export in <c>~/export</c>, and the cards of both parties.</summary>
    public static Task Export(WalkStage stage)
    {
        var export = new TestExport();
        stage._others.Add(export);
        stage._root = export.Folder;
        return Task.CompletedTask;
    }

    /// <summary>The exports of two parties, <c>~/BGD</c> and <c>~/MYS</c>, of the exchange {exchange}.</summary>
    public static Task Exports(WalkStage stage)
    {
        var logs = TwoLogs.OfOneExchange();
        var exports = new TwoExports(logs);
        stage._others.Add(exports);
        (stage._root, stage._names["exchange"]) = (exports.Folder, logs.OfBgd[0].ExchangeId!.Value.ToString());
        return Task.CompletedTask;
    }

    /// <summary>A bundle of evidence, and the cards in it.</summary>
    public static Task Bundle(WalkStage stage)
    {
        stage.Put("evidence.zip", BundleArchive.Write(new TestBundle().Files));
        stage.Put("MYS.party.json", TestBundle.Sender.Card.Bytes.ToArray());
        stage.Put("BGD.party.json", TestBundle.Recipient.Card.Bytes.ToArray());
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_next is not null)
        {
            await _next.StopAsync();
            await _next.DisposeAsync();
        }

        foreach (var other in _others)
            other.Dispose();
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    private string In(params string[] names) => Path.Combine([_root, .. names]);

    private void Put(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllBytes(In(name), bytes);
    }

    private async Task<TestGateway> StartAsync()
    {
        _gateway = TestGateway.Start(settings: new() { Units = ["CID"], Release = ReleaseSettings.None });
        _root = Path.GetDirectoryName(_gateway.Home.Folder)!;
        await MeetAsync();
        await _gateway.Part<StartRecord>().EnterAsync();
        await _gateway.Part<CounterpartLoader>().LoadAsync();
        using var started = await _gateway.ListenAsync("");
        // Whoever may do everything: what each role may do is tested where the roles are.
        OwnFile.Write(In("BGD", "api-key"), await _gateway.KeyAsync(Enum.GetValues<Role>(), Enum.GetValues<Clearance>(), "CID"));
        return _gateway;
    }

    /// <summary>Runs a second gateway in a home whose first one has closed.</summary>
    private async Task RestartAsync(GatewayHome home)
    {
        using (var protection = Passphrase.Read(home))
            _others.Add(FileKeyStore.Open(home.Keys, protection));
        _next = GatewayHost.Build(home, new(), (FileKeyStore)_others[^1], TimeProvider.System);
        _next.Services.GetRequiredService<JournalWriter>().Start();
        await _next.StartAsync();
    }

    private async Task MeetAsync()
    {
        foreach (var (own, other) in new[] { ("BGD", "MYS"), ("MYS", "BGD") })
        {
            _names[other] = Fingerprint.Of(await File.ReadAllBytesAsync(In(other, "party.json")));
            await RunAsync($"party import ~/{other}/party.json --confirm '{{{other}}}' --home ~/{own}");
        }
    }

    private Task CosignAsync() =>
        _gateway!.RecordAsync(transaction =>
        {
            var head = _gateway.Part<LogBook>().Checkpoint!;
            var line = Cosignature.Sign(CheckpointNote.ReadUnverified(head.Note)!, _gateway.Clock.Now(), _gateway.TheirWitness);
            _gateway
                .Part<CosignatureHandler>()
                .Prepare(new(_gateway.Part<OwnParty>().Card.Log.Origin, head.Tail.Size, line, null), _gateway.Counterpart)(transaction);
        });

    private async Task<string> RunAsync(string line)
    {
        var run = await CommandRun.NowAsync(Words(line.Replace('\'', '"')));
        run.ExitCode.ShouldBe(0, run.Progress);
        return run.Output;
    }
}
