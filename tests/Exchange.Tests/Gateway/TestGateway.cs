using Exchange.Cli.Gateway;
using Exchange.Gateway.Api;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Border;
using Exchange.Gateway.Domestic;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.People;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;
using Exchange.Sealing;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>The databases on which the fixtures run that say what a store must do.</summary>
internal static class Stores
{
    public const string Sqlite = "SQLite";

    public const string PostgreSql = "PostgreSQL";

    // What the tests say in SQLite's words, and how PostgreSQL says it.
    private static readonly (string Sqlite, string PostgreSql)[] Words =
    [
        (
            @"CAST\(REPLACE\(CAST\(leaf AS TEXT\), ('[^']*'), ('[^']*')\) AS BLOB\)",
            "convert_to(REPLACE(convert_from(leaf, 'UTF8'), $1, $2), 'UTF8')"
        ),
        (
            @"json_extract\(CAST\(leaf AS TEXT\), '\$\.detail\.ours'\) = (\w+)",
            "(convert_from(leaf, 'UTF8')::json -> 'detail' ->> 'ours')::boolean = $1"
        ),
        (
            @"json_extract\(CAST\(leaf AS TEXT\), '\$\.detail\.first'\)",
            "(convert_from(leaf, 'UTF8')::json -> 'detail' ->> 'first')::bigint"
        ),
        (@"json_extract\(CAST\(leaf AS TEXT\), '\$\.sequence'\)", "(convert_from(leaf, 'UTF8')::json ->> 'sequence')::bigint"),
        (@"json_extract\(CAST\(leaf AS TEXT\), '\$\.(\w+)'\)", "(convert_from(leaf, 'UTF8')::json ->> '$1')"),
        (@"CAST\((e\.)?leaf AS TEXT\)", "convert_from($1leaf, 'UTF8')"),
        (@"substr\(hex\(zeroblob\(\d+\)\), 1, (\d+)\)", "repeat('0', $1)"),
        (@"zeroblob\(([^)]*)\)", "decode(repeat('00', $1), 'hex')"),
        (@"x'00'", @"'\x00'"),
        (@"printf\('%0(\d+)d([^']*)', (\w+)\)", "lpad(CAST($3 AS TEXT), $1, '0') || '$2'"),
        (
            @"CREATE TRIGGER refuse BEFORE (.*) BEGIN SELECT RAISE\(ABORT, 'A test.'\); END",
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$$$ BEGIN RAISE EXCEPTION 'A test.' USING "
                + "ERRCODE = '23514'; END $$$$; CREATE TRIGGER refuse BEFORE $1 FOR EACH ROW EXECUTE FUNCTION refuse()"
        ),
        ("99999999999", "2000000000"),
        (@"char\(10\)", "chr(10)"),
        ("DROP TRIGGER refuse", "DROP FUNCTION refuse() CASCADE"),
    ];

    public static string Sql(string store, string sqlite) =>
        store == Sqlite
            ? sqlite
            : Words.Aggregate(sqlite, (text, word) => System.Text.RegularExpressions.Regex.Replace(text, word.Sqlite, word.PostgreSql));
}

/// <summary>Who calls a handler in a test.</summary>
internal static class TestCaller
{
    public static Caller Officer { get; } =
        new("token", [Role.Officer, Role.Operator, Role.Administrator]) { Clearances = Enum.GetValues<Clearance>() };

    public static Caller Auditor { get; } = new("auditor", [Role.Auditor]);
}

/// <summary>
/// The gateway of BGD with its journal on a real database, and no broker: MYS is its counterpart, whose log is made up here. Or the other
/// way round.
/// </summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SigningIdentity _theirIdentity;
    private readonly FileKeyStore _ownKeys;
    private WebApplication _app;
    private bool _isListening;
    private int _keys;

    private TestGateway(TimeProvider clock, GatewaySettings settings, bool ofMys)
    {
        (Clock, Settings) = (clock, settings);
        FoundedPair.CopyTo(_folder.Folder);
        var (own, other) = ofMys ? ("MYS", "BGD") : ("BGD", "MYS");
        var (keys, theirKeys) = ofMys ? (FoundedPair.TheirKeys, FoundedPair.OurKeys) : (FoundedPair.OurKeys, FoundedPair.TheirKeys);
        Home = new GatewayHome(_folder.In(own));
        var theirs = PartyCard.Read(File.ReadAllBytes(_folder.In(other, "party.json"))).OrThrow();
        TheirSigners = new(Signer(theirKeys.LogEd25519, theirs.Log.Origin), Signer(theirKeys.LogMlDsa44, theirs.Log.Origin));
        _theirIdentity = SigningIdentity.Of(theirs, theirKeys);
        TheirWitness = Signer(theirKeys.Witness, theirs.Witness.Name);
        _ownKeys = keys;
        Counterpart = new(theirs, Grant: null);
        if (settings.Store.PostgreSql is null)
            FoundedPair.CopyDatabaseTo(Home);
        _app = Started();
    }

    public GatewayHome Home { get; }

    public GatewaySettings Settings { get; }

    public Counterpart Counterpart { get; }

    public LogSigners TheirSigners { get; }

    public NoteSigner TheirWitness { get; }

    public TimeProvider Clock { get; }

    /// <param name="clock">Of the machine's, if none is given.</param>
    /// <param name="settings">Of a gateway that has none, and where nothing need be released, if none are given.</param>
    /// <param name="store">One of <see cref="Stores"/>; SQLite if none is given.</param>
    /// <param name="ofMys">True for the gateway of MYS, whose counterpart is BGD.</param>
    public static TestGateway Start(
        FakeTimeProvider? clock = null,
        GatewaySettings? settings = null,
        string store = Stores.Sqlite,
        bool ofMys = false
    ) =>
        new(
            clock ?? TimeProvider.System,
            (settings ?? new() { Release = ReleaseSettings.None }) with
            {
                Store = new() { PostgreSql = store == Stores.PostgreSql ? PrivatePostgreSql.Shared.NewDatabase() : null },
            },
            ofMys
        );

    public T Part<T>()
        where T : class => _app.Services.GetRequiredService<T>();

    public Allowance AllowanceOf(PartyName counterpart) =>
        ActivatorUtilities.CreateInstance<Allowance>(Part<IServiceProvider>(), counterpart);

    public Task RecordAsync(Action<JournalTransaction> proposal) => Part<JournalWriter>().ProposeAsync("test", proposal);

    /// <summary>Has the whole gateway run, its API too, and gives a client that shows a token.</summary>
    public async Task<HttpClient> ListenAsync(string? token)
    {
        if (!_isListening)
            await _app.StartAsync();
        _isListening = true;
        return Client(Home, token);
    }

    /// <summary>A key of a machine with these roles.</summary>
    public Task<string> KeyAsync(params IReadOnlyList<Role> roles) => KeyAsync(roles, []);

    public async Task<string> KeyAsync(IReadOnlyList<Role> roles, IReadOnlyList<Clearance> clearances, params IReadOnlyList<string> units)
    {
        var name = $"test-{Interlocked.Increment(ref _keys)}";
        return (await Part<KeyHandler>().MakeAsync(new(name, roles) { Clearances = clearances, Units = units }, TestCaller.Officer))
            .ShouldBeOfType<PeopleResult.Done>()
            .Secret!;
    }

    /// <summary>The key of one who does all work with cases, links and people.</summary>
    public Task<string> OfficerKeyAsync() => KeyAsync(TestCaller.Officer.Roles, TestCaller.Officer.Clearances, Settings.Units);

    public Task<string> AuditorKeyAsync() => KeyAsync(Role.Auditor);

    /// <summary>A client of a gateway that listens in a home, which shows a token if it is given one.</summary>
    public static HttpClient Client(GatewayHome home, string? token = null)
    {
        var address = new GatewayAddress($"unix:{home.ApiSocket}", token ?? "");
        var client = new HttpClient(address.Transport()) { BaseAddress = address.Base };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Runs a command line of an officer of this gateway.</summary>
    public async Task<CommandRun> RunAsync(params string[] arguments)
    {
        using var started = await ListenAsync("");
        return await CommandRun.OfAsync(
            new() { ["EXCHANGE_URL"] = $"unix:{Home.ApiSocket}", ["EXCHANGE_TOKEN_FILE"] = await KeyFileAsync() },
            arguments
        );
    }

    /// <summary>The API as the command line has it.</summary>
    public async Task<GatewayClient> ConnectAsync()
    {
        using var started = await ListenAsync("");
        return new(new GatewayAddress($"unix:{Home.ApiSocket}", await OfficerKeyAsync()));
    }

    private async Task<string> KeyFileAsync()
    {
        var file = _folder.In("officer.key");
        if (!File.Exists(file))
            await File.WriteAllTextAsync(file, await OfficerKeyAsync());
        return file;
    }

    /// <summary>Why it is not ready, as an officer is told.</summary>
    public string Reasons()
    {
        var answer = HealthEndpoints.Ready(
            TestCaller.Officer,
            Part<Database>(),
            Part<JournalProbe>(),
            Part<OwnSuspension>(),
            Part<Counterparts>(),
            Part<LinkStates>(),
            Part<DiskWatch>(),
            Part<LogBook>()
        );
        return System.Text.Json.JsonSerializer.Serialize(((IValueHttpResult)answer).Value);
    }

    /// <summary>Puts entries into the gateway's own log.</summary>
    public Task AppendAsync(int count) =>
        RecordAsync(transaction =>
        {
            for (var entry = 0; entry < count; entry++)
                transaction.Append(new LeafDraft(LedgerEvents.GatewayStarted) { Detail = new() { ["version"] = "0" } });
        });

    public T Read<T>(string sql)
    {
        using var session = Part<Database>().OpenSession();
        return session.Scalar<T>(Sql(sql))!;
    }

    /// <summary>The event that a consumer has not cleared.</summary>
    public T Raised<T>()
    {
        using var session = Part<Database>().OpenSession();
        return EventTable.ReadBut(session, AgencyEvents.Consumer, 0, long.MaxValue, 2).ShouldHaveSingleItem().Read().ShouldBeOfType<T>();
    }

    /// <summary>A statement of SQLite's in the words of the database that it has.</summary>
    public string Sql(string sqlite) => Stores.Sql(Settings.Store.PostgreSql is null ? Stores.Sqlite : Stores.PostgreSql, sqlite);

    /// <summary>A request of the counterpart's to us, as one that may be changed before it is sealed.</summary>
    public static MessageHeader TheirRequest(DateTimeOffset? issuedAt = null)
    {
        var id = MessageId.New(TimeProvider.System);
        var now = issuedAt ?? TimeProvider.System.Now();
        return new()
        {
            MessageId = id,
            ExchangeId = id,
            Kind = CaseKinds.Request,
            Sender = PartyName.Parse("MYS"),
            Recipient = PartyName.Parse("BGD"),
            Salt = new byte[MessageHeader.SaltSize],
            IssuedAt = now,
            ExpiresAt = now.AddDays(30),
            Reference = $"MYS-BGD-{now.Year}-000001",
            Sequence = 1,
            Handling = Handling,
        };
    }

    /// <summary>Writes, signs and seals a message as the counterpart would.</summary>
    public byte[] SealedByThem(MessageHeader header, MessageBody? body = null) =>
        SealedByThem(MessageWriter.Write(header, body ?? Request));

    public byte[] SealedByThem(Message message) =>
        Sealer.Seal(message, _theirIdentity, SealingRecipient.Of(Part<OwnParty>().Card), message.Header.IssuedAt).Bytes.ToArray();

    /// <summary>Signs and seals bytes that the counterpart's gateway would not have written.</summary>
    public byte[] SealedByThem(MessageHeader header, byte[] content) =>
        Sealer
            .Seal(SignedMessage.Sign(content, _theirIdentity, header.IssuedAt), SealingRecipient.Of(Part<OwnParty>().Card))
            .Bytes.ToArray();

    /// <summary>Takes sealed bytes as if they had come into the counterpart's mailbox.</summary>
    public Task ArriveAsync(byte[] sealedBytes) =>
        RecordAsync(Part<ArrivalOpener>().Open(new Arrival(Counterpart.Name, sealedBytes, Clock.Now()), Counterpart));

    /// <summary>Sends a request to the counterpart.</summary>
    public async Task<SendResult.Sent> SendAsync(MessageBody? body = null) =>
        (await TrySendAsync(Counterpart, body)).ShouldBeOfType<SendResult.Sent>();

    /// <summary>Sends a request, if this gateway does.</summary>
    public Task<SendResult> TrySendAsync(Counterpart to, MessageBody? body = null)
    {
        var id = MessageId.New(Clock);
        return Part<CaseSender>()
            .SendAsync(
                new(to, id, id, Handling, body ?? Request),
                new Cause(id.ToString(), Digest.Of("x"u8), "token"),
                CancellationToken.None
            );
    }

    /// <summary>Has the counterpart answer a ping at once, with this time.</summary>
    public void HearTheirClock(DateTimeOffset theirNow)
    {
        var ping = MessageId.New(Clock);
        Part<ClockWatch>().Sent(ping, Counterpart.Name);
        Part<ClockWatch>().Heard(ping, Counterpart.Name, theirNow).ShouldBeTrue();
    }

    /// <summary>Judges again what is deferred.</summary>
    public async Task ReviewAsync()
    {
        using var session = Part<Database>().OpenSession();
        foreach (var (_, arrival) in DeferredMessages.Read(session, Counterpart.Name, 0, Clock.Now(), 100))
            await RecordAsync(Part<ArrivalOpener>().Open(arrival, Counterpart));
    }

    public static Handling Handling { get; } =
        new()
        {
            Classification = Classification.Restricted,
            HandlingCodes = [HandlingCode.H0],
            Purpose = Purpose.Investigation,
            LegalBasis = new("Bilateral agreement", null),
            RetainUntil = new(2031, 12, 31),
            ContainsVictimData = false,
            ContainsMinorData = false,
            Language = "eng",
        };

    public static RequestBody Request { get; } =
        new()
        {
            Urgency = Urgency.Routine,
            Authority = "CID",
            Offence = new("08051", null),
            Facts = "A test.",
            Subjects = [],
            Necessity = new("None are named.", "None.", "None."),
            Questions = [new(1, QuestionType.Other, "Is anything known?", null)],
        };

    /// <summary>Asks whether what a message says may be passed on.</summary>
    public static ConsentRequestBody ConsentRequest(Guid about) =>
        new()
        {
            MessageId = about,
            Use = ConsentUse.PassOn,
            Recipients = ["THA"],
            Text = "May we?",
        };

    public static ResponseBody Response { get; } =
        new()
        {
            Extent = Extent.Final,
            Answers = [new(1, Outcome.NoHit, null, [])],
            Entities = [],
        };

    /// <summary>A checkpoint of the counterpart's log with its proof, as it comes over the border.</summary>
    public CheckpointBody TheirHead(LogTail tail, long from, LogTail? old = null, DateTimeOffset? at = null, LogSigners? signers = null) =>
        new(
            CheckpointNote.Sign(
                new Checkpoint(Counterpart.Card.Log.Origin, tail.Size, tail.Root()),
                at ?? TimeProvider.System.Now(),
                signers ?? TheirSigners
            ),
            new(
                from,
                from == 0
                    ? []
                    : ProofText.Write(ConsistencyProof.Prove(from, tail.Size, old ?? tail, _ => throw new InvalidOperationException()))
            )
        );

    /// <summary>A log of so many entries, told apart from others by its name.</summary>
    public static LogTail Tail(string name, int size) =>
        LogTail
            .Empty.Append([
                .. Enumerable.Range(0, size).Select(index => MerkleHash.OfLeaf(System.Text.Encoding.UTF8.GetBytes($"{name} {index}"))),
            ])
            .Tail;

    /// <summary>Ends the gateway, and starts it again on its home and its database.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        _app = Started();
    }

    private WebApplication Started()
    {
        var app = GatewayHost.Build(Home, Settings, _ownKeys, Clock);
        // Slow on purpose, as the derivation of a key is.
        app.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount = 1_000;
        app.Services.GetRequiredService<Database>().Prepare();
        app.Services.GetRequiredService<Counterparts>().Put(Counterpart);
        app.Services.GetRequiredService<JournalWriter>().Start();
        return app;
    }

    /// <summary>Ends the gateway; its home stays.</summary>
    public async ValueTask CloseAsync()
    {
        if (_isListening)
            await _app.StopAsync();
        _isListening = false;
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private static NoteSigner Signer(INoteKey key, string name) => new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
}
