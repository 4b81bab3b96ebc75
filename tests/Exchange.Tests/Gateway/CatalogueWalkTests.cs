using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Gateway.Api;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Retaining;
using Exchange.Gateway.Starting;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>
/// Walks the catalogue of events: each that is built is brought about the way it comes about in service, over the API, the
/// command line, a start, or what arrives. Every free text on the way is a canary, and no entry of any log may hold it.
/// </summary>
internal sealed class CatalogueWalkTests
{
    private readonly Canary _canary = Canary.New();
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;

    private static IEnumerable<string> Built => EventCatalogue.All.Where(entry => entry.IsBuilt).Select(entry => entry.Name);

    private Dictionary<string, Func<Task>> Paths =>
        new()
        {
            [LedgerEvents.MessageSent] = SubmitAsync,
            [LedgerEvents.MessageDelivered] = async () =>
                await new CounterpartLog(_gateway).JudgeAsync(await SendAsync(), ReceiptCode.Accepted),
            [LedgerEvents.MessageRefused] = async () =>
                await new CounterpartLog(_gateway).JudgeAsync(await SendAsync(), ReceiptCode.ClassificationTooHigh),
            [LedgerEvents.MessageAccepted] = async () => await ReceiveAsync(),
            [LedgerEvents.MessageRejected] = RejectAsync,
            [LedgerEvents.MessageQuarantined] = () => _gateway.ArriveAsync(Encoding.UTF8.GetBytes(_canary.Text)),
            [LedgerEvents.ReceiptContradicted] = ContradictAsync,
            [LedgerEvents.Equivocation] = EquivocateAsync,
            [LedgerEvents.SequenceGap] = LeaveAGapAsync,
            [LedgerEvents.AnswerOverdue] = BeLateAsync,
            [LedgerEvents.BringBackSet] = () => PostAsync($"exchanges/{Newest(outgoing: false)}/bring-back?on=2099-12-01"),
            [LedgerEvents.HoldSet] = () => PostAsync($"exchanges/{Newest(outgoing: false)}/hold?reason=investigation"),
            [LedgerEvents.HoldLifted] = LiftHoldAsync,
            [LedgerEvents.MessageErased] = OutliveAsync,
            [LedgerEvents.ReleaseAsked] = async () => (await AskAsync()).Dispose(),
            [LedgerEvents.ReleaseVoided] = VoidAsync,
            [LedgerEvents.MessageReturned] = () => DecideAsync(_ => ("return", new() { ["reason"] = _canary.Text })),
            [LedgerEvents.MessageReleased] = () => DecideAsync(shown => ("release", new() { ["digest"] = (string)shown["digest"]! })),
            [LedgerEvents.DraftOpened] = () => DecideAsync(shown => ("release", new() { ["digest"] = (string)shown["digest"]! })),
            [LedgerEvents.ExchangeAssigned] = () => PostAsync($"exchanges/{Newest(outgoing: false)}/assign?unit=CID"),
            [LedgerEvents.MessageOpened] = () => GetAsync($"messages/{Newest(outgoing: false)}/content", Officer),
            [LedgerEvents.EvidenceExported] = ProveAsync,
            [LedgerEvents.LedgerRead] = () => GetAsync("ledger/entries", Officer),
            [LedgerEvents.SearchMade] = () => GetAsync($"lessons?q={_canary.Text}", Officer),
            [LedgerEvents.AccessDenied] = () => GetAsync($"messages/{_canary.Text}", token: _canary.Text),
            [LedgerEvents.SignedIn] = SignInAsync,
            [LedgerEvents.SignInFailed] = () =>
                PostAsync(
                    "sessions",
                    new SignIn
                    {
                        Name = _canary.Text,
                        Password = _canary.Text,
                        Code = _canary.Text,
                    }
                ),
            [LedgerEvents.SignedOut] = SignOutAsync,
            [LedgerEvents.PersonAdded] = SignInAsync,
            [LedgerEvents.PersonChanged] = SignInAsync,
            [LedgerEvents.KeyMade] = () => PostAsync("keys", NewCaller),
            [LedgerEvents.KeyRevoked] = RevokeKeyAsync,
            [LedgerEvents.PartyImported] = ImportAsync,
            [LedgerEvents.GrantIssued] = GrantAsync,
            [LedgerEvents.GrantRevoked] = RevokeAsync,
            [LedgerEvents.GrantAccepted] = TakeGrantAsync,
            [LedgerEvents.GatewayStarted] = StartAsync,
            [LedgerEvents.SettingsChanged] = StartAsync,
            [LedgerEvents.DatabaseMigrated] = StartAsync,
            [LedgerEvents.DatabaseRebuilt] = () => _gateway.Part<DatabaseRebuild>().RunAsync(),
            [LedgerEvents.WitnessAlarm] = ShowAForkAsync,
            [LedgerEvents.LinkSuspended] = ShowAForkAsync,
            [LedgerEvents.LinkResumed] = ResumeAsync,
            [LedgerEvents.LogTrusted] = TrustAsync,
            [LedgerEvents.LogRenewed] = RenewAsync,
        };

    private string Officer { get; set; } = "";

    private string TheirHome => Path.Combine(Path.GetDirectoryName(_gateway.Home.Folder)!, "MYS");

    [SetUp]
    public async Task Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(
            _clock,
            new() { Units = ["CID"], Release = ReleaseSettings.None with { Kinds = [CaseKinds.SpontaneousInformation.Code] } }
        );
        Officer = await _gateway.OfficerKeyAsync();
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public void The_walk_comes_by_every_event_that_is_built() => Paths.Keys.Order().ShouldBe(Built.Order());

    [TestCaseSource(nameof(Built))]
    public async Task Its_own_path_brings_it_about_and_no_entry_tells_a_person_or_a_fact(string @event)
    {
        // Beside what each path does, so that there is something to give away.
        await SubmitAsync();
        await ReceiveAsync();
        var before = Count(@event);

        await Paths[@event]();

        // A failed sign-in is not waited for.
        await Soon.IsAsync(() => Count(@event) > before);
        foreach (var leaf in Leaves())
            _canary.IsIn(leaf).ShouldBeFalse(Encoding.UTF8.GetString(leaf));
    }

    [Test]
    public async Task What_is_searched_for_is_in_the_messages()
    {
        await SubmitAsync();
        await ReceiveAsync();
        foreach (var outgoing in new[] { true, false })
            (await GetAsync($"messages/{Newest(outgoing)}/content", Officer)).ShouldContain(_canary.Text);
    }

    private RequestBody Body =>
        TestGateway.Request with
        {
            Facts = $"It says {_canary.Text} here.",
            Authority = _canary.Text,
            Necessity = new(_canary.Text, _canary.Text, _canary.Text),
            Questions = [new(1, QuestionType.Other, _canary.Text, null)],
        };

    private Handling Handling =>
        TestGateway.Handling with
        {
            HandlingCodes = [HandlingCode.H3],
            HandlingText = _canary.Text,
            LegalBasis = new(_canary.Text, _canary.Text),
        };

    // By the API, as an officer's program does.
    private async Task SubmitAsync()
    {
        using var resource = typeof(Exchange.Cli.Demo.DemoStage).Assembly.GetManifestResourceStream("request.json")!;
        using var reader = new StreamReader(resource);
        var json = (await reader.ReadToEndAsync())
            .Replace("Rahim Alam", _canary.Text, StringComparison.Ordinal)
            .Replace("Specimen Trawler 7", _canary.Text, StringComparison.Ordinal);
        using var client = await _gateway.ListenAsync(Officer);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        content.Headers.Add(Routes.IdempotencyKey, MessageId.New(_clock).ToString());
        using var answer = await client.PostAsync("/api/v1/messages", content);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }

    private async Task<SendResult.Sent> SendAsync()
    {
        var id = MessageId.New(_clock);
        return (
            await _gateway
                .Part<CaseSender>()
                .SendAsync(
                    new(_gateway.Counterpart, id, id, Handling, Body),
                    new(id.ToString(), Digest.Of("x"u8), "token"),
                    CancellationToken.None
                )
        ).ShouldBeOfType<SendResult.Sent>();
    }

    private async Task<MessageHeader> ReceiveAsync()
    {
        var header = TestGateway.TheirRequest(_clock.Now()) with { Handling = Handling };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, Body));
        return header;
    }

    // Once as a whole that may not be, once as what is no message at all.
    private async Task RejectAsync()
    {
        var header = TestGateway.TheirRequest(_clock.Now()) with { Handling = Handling };
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(header with { Handling = Handling with { Classification = Classification.Confidential } }, Body)
        );
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, Encoding.UTF8.GetBytes($$"""{ "reference": "{{_canary.Text}}" }""")));
    }

    private async Task ContradictAsync()
    {
        var (log, sent) = (new CounterpartLog(_gateway), await SendAsync());
        await log.JudgeAsync(sent, ReceiptCode.Accepted);
        await log.JudgeAsync(sent, ReceiptCode.Expired);
    }

    private async Task EquivocateAsync()
    {
        var header = await ReceiveAsync();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, Body with { Facts = "Something else." }));
    }

    private async Task LeaveAGapAsync()
    {
        await SendAsync();
        _clock.Advance(TimeSpan.FromDays(98));
        await _gateway.Part<SequenceGaps>().RaiseAsync(_gateway.Counterpart);
    }

    private async Task BeLateAsync()
    {
        await ReceiveAsync();
        _clock.Advance(TimeSpan.FromDays(8));
        await _gateway.Part<ReminderService>().SweepAsync(CancellationToken.None);
    }

    private async Task LiftHoldAsync()
    {
        await PostAsync($"exchanges/{Newest(outgoing: false)}/hold?reason=investigation");
        using var supervisor = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Supervisor], [], "CID"));
        using var answer = await supervisor.PostAsync($"/api/v1/exchanges/{Newest(outgoing: false)}/lift-hold", null);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    private async Task OutliveAsync()
    {
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest(_clock.Now()) with
                {
                    Handling = Handling with { RetainUntil = today },
                    Reference = $"MYS-BGD-{today.Year}-000002",
                },
                Body
            )
        );
        _clock.Advance(TimeSpan.FromDays(1));
        _gateway.HearTheirClock(_clock.GetUtcNow());
        await _gateway.Part<RetentionService>().SweepAsync(CancellationToken.None);
    }

    private async Task<DraftClient> AskAsync()
    {
        var author = new DraftClient(await _gateway.ListenAsync(Officer));
        var draft = new JsonObject
        {
            ["handling"] = DraftClient.Json(Handling),
            ["body"] = DraftClient.Json(TwoGateways.Example<SpontaneousInformationBody>(CaseKinds.SpontaneousInformation)),
        };
        Draft = (await author.CreateAsync(draft, CaseKinds.SpontaneousInformation.Code)).With(201);
        Draft = (await author.PostAsync(Draft.Id, "submit")).With(200);
        Draft.Text("status").ShouldBe("awaiting-release");
        return author;
    }

    private DraftAnswer Draft { get; set; } = null!;

    private async Task VoidAsync()
    {
        using var author = await AskAsync();
        (await author.DeleteAsync(Draft.Id)).With(204);
    }

    private async Task DecideAsync(Func<JsonNode, (string Verb, JsonObject Body)> decide)
    {
        using var author = await AskAsync();
        using var supervisor = await DraftClient.OfPersonAsync(
            _gateway,
            "supervisor",
            [Role.Supervisor],
            Enum.GetValues<Clearance>(),
            ["CID"]
        );
        var (verb, body) = decide((await supervisor.ReadAsync(Draft.Id, "/outgoing")).With(200).Json);
        (await supervisor.PostAsync(Draft.Id, verb, body, Draft.Tag)).With(200);
    }

    private async Task ProveAsync()
    {
        await StartAsync();
        await ImportAsync();
        await _gateway.RecordAsync(transaction =>
        {
            var head = _gateway.Part<LogBook>().Checkpoint!;
            var line = Cosignature.Sign(CheckpointNote.ReadUnverified(head.Note)!, _clock.Now(), _gateway.TheirWitness);
            _gateway
                .Part<CosignatureHandler>()
                .Prepare(new(_gateway.Part<OwnParty>().Card.Log.Origin, head.Tail.Size, line, null), _gateway.Counterpart)(transaction);
        });
        using var client = await _gateway.ListenAsync(Officer);
        using var answer = await client.PostAsync($"/api/v1/messages/{Newest(outgoing: false)}/evidence?content=true", null);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> GetAsync(string path, string token)
    {
        using var client = await _gateway.ListenAsync(token);
        using var answer = await client.GetAsync($"/api/v1/{path}");
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task ImportAsync()
    {
        await TakeCardAsync(Path.Combine(TheirHome, "party.json"), _gateway.Home.Folder);
        await _gateway.Part<CounterpartLoader>().LoadAsync();
    }

    private async Task GrantAsync()
    {
        await TakeCardAsync(Path.Combine(TheirHome, "party.json"), _gateway.Home.Folder);
        await RunAsync("mailbox", "grant", "MYS", "--out", Path.Combine(TheirHome, "grant.json"), "--home", _gateway.Home.Folder);
        await StartAsync();
    }

    // The gateway that starts next has the card with the list.
    private async Task RevokeAsync()
    {
        await GrantAsync();
        await RunAsync("party", "revoke", "MYS", "--yes", "--home", _gateway.Home.Folder);
        await _gateway.CloseAsync();
        await using var next = GatewayHost.Build(_gateway.Home, new(), FoundedPair.OurKeys, _clock);
        next.Services.GetRequiredService<JournalWriter>().Start();
        await next.Services.GetRequiredService<StartRecord>().EnterAsync();
    }

    private async Task TakeGrantAsync()
    {
        var (grant, home) = (Path.Combine(TheirHome, "BGD-at-MYS.grant.json"), _gateway.Home.Folder);
        await TakeCardAsync(_gateway.Home.Card, TheirHome);
        await RunAsync("mailbox", "grant", "BGD", "--out", grant, "--home", TheirHome);
        await TakeCardAsync(Path.Combine(TheirHome, "party.json"), home);
        await RunAsync("mailbox", "accept", grant, "--confirm", Fingerprint.Of(await File.ReadAllBytesAsync(grant)), "--home", home);
        await _gateway.Part<CounterpartLoader>().LoadAsync();
    }

    private static async Task TakeCardAsync(string card, string home) =>
        await RunAsync("party", "import", card, "--confirm", Fingerprint.Of(await File.ReadAllBytesAsync(card)), "--home", home);

    private static async Task RunAsync(params string[] arguments)
    {
        var run = await CommandRun.NowAsync(arguments);
        run.ExitCode.ShouldBe(0, run.Progress);
    }

    private Task StartAsync() => _gateway.Part<StartRecord>().EnterAsync();

    private async Task ShowAForkAsync()
    {
        await ShowAsync("one history", 7, from: 0);
        await ShowAsync("another", 7, from: 0);
    }

    private async Task ResumeAsync()
    {
        await ShowAsync("one history", 7, from: 0);
        await ShowAsync("another", 20, from: 7);
        await PostAsync("links/MYS/resume");
    }

    private Task ShowAsync(string log, int size, long from) =>
        _gateway.RecordAsync(
            _gateway.Part<CheckpointHandler>().Prepare(_gateway.TheirHead(TestGateway.Tail(log, size), from), _gateway.Counterpart)
        );

    private async Task TrustAsync()
    {
        // The request that was received is acknowledged first: a batch under way would write the mark again.
        await Soon.IsAsync(() => _gateway.Read<long>("SELECT COUNT(*) FROM events") == 0);
        await _gateway.RecordAsync(JournalTransaction.Nothing);
        File.Delete(_gateway.Home.Mark);
        using (var sql = _gateway.Part<Database>().OpenSession())
            _gateway.Part<LogBook>().Load(sql);
        await PostAsync("ledger/trust");
    }

    private async Task PostAsync(string path)
    {
        using var client = await _gateway.ListenAsync(Officer);
        using var answer = await client.PostAsync($"/api/v1/{path}", null);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    // The gateway that starts next finds the new card and its keys.
    private async Task RenewAsync()
    {
        await _gateway.CloseAsync();
        await RunAsync("ledger", "renew", "--origin", "bgd.exchange/audit-2", "--home", _gateway.Home.Folder);
        using var protection = Passphrase.Read(_gateway.Home);
        using var keys = FileKeyStore.Open(_gateway.Home.Keys, protection);
        await using var next = GatewayHost.Build(_gateway.Home, new(), keys, _clock);
        next.Services.GetRequiredService<JournalWriter>().Start();
    }

    private NewCaller NewCaller => new(_canary.Text.ToLowerInvariant(), [Role.Operator]) { Units = ["CID"] };

    private async Task SignInAsync() => (await SessionAsync()).Dispose();

    private async Task SignOutAsync()
    {
        using var session = await SessionAsync();
        (await session.DeleteAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
    }

    private async Task<HttpClient> SessionAsync()
    {
        using var administrator = await _gateway.ListenAsync(Officer);
        var person = await TestPerson.EnrolAsync(administrator, NewCaller.Name, _clock.GetUtcNow(), Role.Operator);
        using var answer = await administrator.PostAsJsonAsync("/api/v1/sessions", person.SignIn(_clock.GetUtcNow()), ProtocolJson.Options);
        return await _gateway.ListenAsync((await answer.Content.ReadFromJsonAsync<SessionView>(ProtocolJson.Options))!.Token);
    }

    private async Task RevokeKeyAsync()
    {
        await PostAsync("keys", NewCaller);
        using var administrator = await _gateway.ListenAsync(Officer);
        (await administrator.DeleteAsync($"/api/v1/keys/{NewCaller.Name}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
    }

    private async Task PostAsync<T>(string path, T body)
    {
        using var administrator = await _gateway.ListenAsync(Officer);
        using var answer = await administrator.PostAsJsonAsync($"/api/v1/{path}", body, ProtocolJson.Options);
    }

    private string Newest(bool outgoing) =>
        _gateway.Read<string>($"SELECT message_id FROM messages WHERE outgoing = {outgoing} ORDER BY id DESC LIMIT 1");

    private List<byte[]> Leaves()
    {
        using var database = new Database(new SqliteDialect(_gateway.Home.Database));
        using var sql = database.OpenSession();
        return [.. sql.Query("SELECT leaf FROM entries", row => row.GetFieldValue<byte[]>(0))];
    }

    private int Count(string @event) => Leaves().Count(leaf => LedgerLeaf.Read(leaf).OrThrow().Event == @event);
}
