using System.Data.Common;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Exchange.Gateway.Api;
using Exchange.Gateway.Home;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Tests.Cli;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>
/// A client that has lost the answer to a call makes the same call again. Every call that changes something is made so, twice: the second
/// changes nothing more, and its answer says what has become of the first.
/// </summary>
internal sealed partial class RepeatedCallsTests
{
    // What is recorded of the second call itself: that somebody read, was refused or could not sign in.
    private static readonly string[] OfTheCall = [LedgerEvents.LedgerRead, LedgerEvents.AccessDenied, LedgerEvents.SignInFailed];

    // What the ledger's entries bring with them; the entries are compared by themselves.
    private static readonly string[] OfTheLedger = ["entries", "tiles", "checkpoints", "journal"];

    private TemporaryFolder _folder = null!;
    private NationalProvider _provider = null!;
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private HttpClient _caller = null!;
    private HttpClient _other = null!;
    private HttpClient _stranger = null!;
    private HttpClient _supervisor = null!;
    private int _number;

    [OneTimeSetUp]
    public async Task Start()
    {
        _folder = new();
        _provider = await NationalProvider.StartAsync();
        _provider.Callback = ProviderVisit.Callback;
        _folder.Write(_provider.Authority, "national.pem");
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock, Settings);
        _caller = await _gateway.ListenAsync(await KeyAsync());
        _other = await _gateway.ListenAsync(await KeyAsync());
        _stranger = await _gateway.ListenAsync(token: null);
        _supervisor = await _gateway.ListenAsync(
            await DraftClient.TokenAsync(_gateway, "supervisor", [Role.Supervisor], Enum.GetValues<Clearance>(), ["CID"])
        );
    }

    [OneTimeTearDown]
    public async Task End()
    {
        foreach (var client in new[] { _caller, _other, _stranger, _supervisor })
            client.Dispose();
        await _gateway.DisposeAsync();
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    private static IEnumerable<string> Names => new RepeatedCallsTests().Calls.Keys;

    [Test]
    public void Every_route_that_may_change_something_is_called_twice() =>
        Unsafe().Select(NameOf).Order(StringComparer.Ordinal).ShouldBe(Calls.Keys.Order(StringComparer.Ordinal));

    [TestCaseSource(nameof(Names))]
    public async Task The_second_call_changes_nothing_more_and_says_what_has_become_of_the_first(string name)
    {
        var call = await Calls[name]();
        var key = NewKey();
        var first = await MakeAsync(name, call, key);
        first.IsSuccess.ShouldBeTrue(first.Text);
        var before = await StateAsync();

        var second = await MakeAsync(name, call, key);

        var after = await StateAsync();
        Compare(before, after, call);
        if (call.Then is var (code, words))
        {
            (second.IsSuccess, second.Code).ShouldBe((false, code), second.Text);
            second.Text.ShouldContain(words);
        }
        else if (call.Anew is not null)
        {
            second.Status.ShouldBe(first.Status, second.Text);
        }
        else
        {
            second.ShouldBe(first);
        }
    }

    [Test]
    public async Task A_key_is_for_one_request_of_one_caller()
    {
        var keyed = Unsafe().Where(TakesKey).Select(NameOf).ToList();
        keyed.Count.ShouldBeGreaterThan(15);
        foreach (var name in keyed)
        {
            var (call, key) = (await Calls[name](), NewKey());
            var first = await MakeAsync(name, call, key);
            first.IsSuccess.ShouldBeTrue($"{name}: {first.Text}");
            var before = await StateAsync();

            var reused = await MakeAsync(name, call with { Path = call.ElseAt ?? call.Path, Body = call.Else ?? call.Body }, key);
            (reused.Status, reused.Code).ShouldBe((409, "key-reused"), $"{name}: {reused.Text}");
            Compare(before, await StateAsync(), call with { Tables = [], Entries = [] });

            // What becomes of it is another matter: the answer may have been given, and the draft be another's.
            var others = await MakeAsync(name, call with { By = _other }, key);
            others.ShouldNotBe(first, name);
            others.Code.ShouldNotBeOneOf("key-reused", "already-done");
        }
    }

    [Test]
    public async Task A_repeat_comes_too_late_to_void_what_was_set_with_the_first_code()
    {
        var person = new TestPerson((await PersonAsync()).Name);
        var call = new Call($"people/{person.Name}/enrolment");
        var key = NewKey();
        var code = JsonNode.Parse((await MakeAsync("POST people/{name}/enrolment", call, key)).Text)!["code"]!.ToString();
        var now = _clock.GetUtcNow();
        using (var enrolled = await _stranger.PostAsJsonAsync("/api/v1/enrolments", person.Enrolment(code, now), ProtocolJson.Options))
            enrolled.IsSuccessStatusCode.ShouldBeTrue();

        (await MakeAsync("POST people/{name}/enrolment", call, key)).Code.ShouldBe("already-done");

        (await SessionAsync(person)).Dispose();
    }

    [TestCase("POST people")]
    [TestCase("POST people/{name}/enrolment")]
    [TestCase("POST keys")]
    public async Task A_key_that_need_not_be_there_must_be_one_if_it_is(string name)
    {
        var call = await Calls[name]();
        var before = await StateAsync();

        var answer = await MakeAsync(name, call, new string('k', 129));

        (answer.Status, answer.Code).ShouldBe((400, "idempotency-key"), answer.Text);
        Compare(before, await StateAsync(), call);
        (await MakeAsync(name, call, key: null)).IsSuccess.ShouldBeTrue();
    }

    private GatewaySettings Settings =>
        new()
        {
            Units = ["CID"],
            Policy = new() { AcknowledgeAutomatically = false },
            Release = ReleaseSettings.None with { Kinds = [CaseKinds.SpontaneousInformation.Code] },
            SignIn = new()
            {
                DeskUrl = TestAuthenticator.Desk,
                OpenIdConnect = new()
                {
                    Issuer = _provider.Issuer,
                    ClientId = NationalProvider.ClientId,
                    TrustedAuthorities = _folder.In("national.pem"),
                },
            },
        };

    private IEnumerable<RouteEndpoint> Unsafe() =>
        _gateway
            .Part<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => MethodOf(route) is not ("GET" or "HEAD"));

    private static string MethodOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.ShouldHaveSingleItem();

    private static string NameOf(RouteEndpoint route) =>
        $"{MethodOf(route)} {route.RoutePattern.RawText!["/api/v1/".Length..].Replace(":guid", "", StringComparison.Ordinal).TrimEnd('/')}";

    private static bool TakesKey(RouteEndpoint route) =>
        route
            .Metadata.OfType<IParameterBindingMetadata>()
            .SelectMany(parameter => parameter.ParameterInfo.GetCustomAttributes(inherit: false).OfType<IFromHeaderMetadata>())
            .Any(header => header.Name == Routes.IdempotencyKey);

    private static void Compare(State before, State after, Call call)
    {
        foreach (var (table, rows) in before.Tables)
        {
            if (call.Tables.Contains(table))
                after.Tables[table].Count.ShouldBe(rows.Count, table);
            else
                after.Tables[table].ShouldBe(rows, table);
        }

        after.Entries.Skip(before.Entries.Count).ShouldBe(call.Entries);
    }

    // All that the gateway keeps, when it has done what follows by itself.
    private async Task<State> StateAsync()
    {
        await Soon.IsAsync(() => _gateway.Read<long>("SELECT COUNT(*) FROM events") == 0);
        using var sql = _gateway.Part<Database>().OpenSession();
        var tables = sql.Query(
            """SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\_\_%' ESCAPE '\'""",
            row => row.GetString(0)
        );
        return new(
            tables.Except(OfTheLedger).ToDictionary(table => table, table => sql.Query($"SELECT * FROM \"{table}\"", Text)),
            [
                .. EntryTable
                    .Read(sql, log: null, 0)
                    .Select(entry => LedgerLeaf.Read(entry.Leaf).OrThrow().Event)
                    .Where(name => !OfTheCall.Contains(name)),
            ]
        );
    }

    private static string Text(DbDataReader row)
    {
        var values = new object[row.FieldCount];
        row.GetValues(values);
        return string.Join('|', values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}"));
    }

    private async Task<Given> MakeAsync(string name, Call call, string? key)
    {
        using var request = new HttpRequestMessage(new(name.Split(' ')[0]), new Uri($"/api/v1/{call.Path}", UriKind.Relative));
        request.Content = call.Body switch
        {
            null => null,
            byte[] zip => new ByteArrayContent(zip) { Headers = { ContentType = new("application/zip") } },
            var body => JsonContent.Create(body, body.GetType(), options: ProtocolJson.Options),
        };
        if (key is not null && TakesKey(Unsafe().Single(route => NameOf(route) == name)))
            request.Headers.Add(Routes.IdempotencyKey, key);
        if (call.Match is { } tag)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(tag));
        using var answer = await (call.By ?? _caller).SendAsync(request);
        return new((int)answer.StatusCode, answer.Headers.ETag?.ToString(), await answer.Content.ReadAsStringAsync());
    }

    private string Name() => $"name-{++_number}";

    private string NewKey() => $"key-{++_number}";

    private Task<string> KeyAsync() => _gateway.KeyAsync(Enum.GetValues<Role>(), Enum.GetValues<Clearance>(), "CID");

    /// <summary>A call that is made twice.</summary>
    /// <param name="Path">Its address after the version of the API.</param>
    /// <param name="Body">Its body; none if null.</param>
    private sealed record Call(string Path, object? Body = null)
    {
        /// <summary>Who makes it, if not the caller with all roles.</summary>
        public HttpClient? By { get; init; }

        /// <summary>The version that it is about.</summary>
        public string? Match { get; init; }

        /// <summary>The problem that the second meets, and words of it; null if it has the answer of the first.</summary>
        public (string Code, string Words)? Then { get; init; }

        /// <summary>Why the second is by its nature something of its own; null if it is not.</summary>
        public string? Anew { get; init; }

        /// <summary>The tables whose rows the second then changes; none more of them.</summary>
        public IReadOnlyList<string> Tables { get; init; } = [];

        /// <summary>The events that it then records.</summary>
        public IReadOnlyList<string> Entries { get; init; } = [];

        /// <summary>The body of another request, where the route takes a key.</summary>
        public object? Else { get; init; }

        /// <summary>Its address, if that differs.</summary>
        public string? ElseAt { get; init; }
    }

    private sealed record Given(int Status, string? Tag, string Text)
    {
        public bool IsSuccess => Status < 400;

        public string? Code => IsSuccess ? null : (string?)JsonNode.Parse(Text)!["code"];
    }

    private sealed record State(Dictionary<string, List<string>> Tables, List<string> Entries);
}
