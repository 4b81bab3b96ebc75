using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Gateway.Api;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Exchange.Tests.Gateway;

/// <summary>
/// Whatever comes in the address, a header or the body: a route answers it, or refuses it with a stable code that tells nothing of what
/// came. It never fails.
/// </summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class BadInputTests(string store)
{
    // In what comes and in no answer: what a caller sends may be content, or another's script.
    private const string Marker = "q7zmarkerq7z";

    private const int DeepNesting = 10_000;

    private static readonly string[] Paths =
    [
        Marker,
        "%00",
        $"{Marker}%00",
        "..%2f..%2fetc",
        "%2e%2e",
        $"%E2%80%AE{Marker}",
        "%ED%A0%80",
        "%FF%FE",
        "-1",
        "99999999999999999999",
        "00000000-0000-0000-0000-000000000000",
        new('9', 4_000),
    ];

    private static readonly string[] Values =
    [
        "",
        Marker,
        "-1",
        "0",
        "-9223372036854775808",
        "9223372036854775807",
        "99999999999999999999",
        "1e9",
        "%00",
        $"a%00{Marker}",
        "%E2%80%AE",
        "%ED%A0%80",
        "%FF",
        "%27%20OR%201%3D1--",
        "%25_%25",
        "0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
        "00000000-0000-0000-0000-000000000000",
        new('x', 10_000),
    ];

    private static readonly string[] Malformed = ["", " ", "{", "}", "{]", "[", "nul", "{\"a\":1,}", "{} {}", "\uFEFF{}", "/**/{}"];

    private static readonly string[] Wrong =
    [
        "null",
        "true",
        "-1",
        "1e400",
        "\"\"",
        $"\"{Marker}\"",
        $"\"\\u0000{Marker}\"",
        $"\"\\ud800{Marker}\"",
        "\"\\u202e\"",
        "[]",
        "[null]",
        $"[\"{Marker}\"]",
        "[{}]",
        "{}",
        "{\"unknown\":1}",
        $"\"{new string('x', 10_000)}\"",
    ];

    private static readonly string[] Headers = ["", " ", Marker, "\"-1\"", "\"99999999999999999999\"", "W/\"1\"", "*", new('x', 4_000)];

    private static readonly string[] Types = ["text/plain", "application/json; charset=utf-16", "multipart/form-data", Marker, ""];

    private readonly List<string> _failures = [];
    private readonly List<IDisposable> _clients = [];
    private TestGateway _gateway = null!;
    private HttpClient _caller = null!;
    private Guid _ours;
    private Guid _theirs;

    [OneTimeSetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start(store: store);
        _caller = await CallerAsync(_gateway);
        _ours = (await _gateway.SendAsync()).MessageId;
        var theirs = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(theirs));
        _theirs = theirs.MessageId;
    }

    [OneTimeTearDown]
    public async Task End()
    {
        foreach (var client in _clients)
            client.Dispose();
        await _gateway.DisposeAsync();
    }

    [SetUp]
    public void Forget() => _failures.Clear();

    [Test]
    public async Task Nothing_in_the_address_makes_a_route_fail()
    {
        foreach (var route in Routes())
        {
            // Each has a share of its own of what may be asked.
            var caller = await CallerAsync(_gateway);
            foreach (var parameter in route.RoutePattern.Parameters)
            {
                foreach (var value in Paths)
                    await AskAsync(caller, route, new() { Path = PathOf(route, parameter.Name, value) });
            }
        }

        _failures.ShouldBeEmpty(string.Join("\n", _failures.Take(200)));
    }

    [Test]
    public async Task Nothing_in_the_query_makes_a_route_fail()
    {
        var known = Parameters();
        known.Count.ShouldBeGreaterThan(60);
        foreach (var route in Routes().Where(route => known.Any(one => one.Route == NameOf(route))))
        {
            foreach (var (_, name) in known.Where(one => one.Route == NameOf(route)))
            {
                var (caller, path) = (await CallerAsync(_gateway), PathOf(route));
                foreach (var value in Values)
                    await AskAsync(caller, route, new() { Path = $"{path}?{name}={value}" });
                await AskAsync(caller, route, new() { Path = $"{path}?{name}=1&{name}=2" }, "bad-request");
            }

            await AskAsync(_caller, route, new() { Path = $"{PathOf(route)}?%E2%80%AE{Marker}=1" }, "unknown-parameter");
        }

        _failures.ShouldBeEmpty(string.Join("\n", _failures.Take(200)));
    }

    [Test]
    public async Task Nothing_in_a_header_makes_a_route_fail()
    {
        foreach (var route in Routes())
        {
            var caller = await CallerAsync(_gateway);
            foreach (var value in Headers)
            {
                await AskAsync(
                    caller,
                    route,
                    new()
                    {
                        Path = PathOf(route),
                        Match = value,
                        Key = value,
                        Accept = value,
                    }
                );
            }
        }

        _failures.ShouldBeEmpty(string.Join("\n", _failures.Take(200)));
    }

    [Test]
    public async Task Nothing_in_the_body_makes_a_route_fail()
    {
        foreach (var route in Routes().Where(TakesBody))
        {
            foreach (var some in AllOf(route).Chunk(Limits.AttemptsPerMinute))
            {
                // Without a caller there are so many attempts a minute.
                await using var own = IsOpen(route) ? TestGateway.Start(store: store) : null;
                var caller = await CallerAsync(own ?? _gateway);
                foreach (var asked in some)
                    await AskAsync(caller, route, asked);
            }
        }

        _failures.ShouldBeEmpty(string.Join("\n", _failures.Take(200)));
    }

    private IEnumerable<RouteEndpoint> Routes() =>
        _gateway
            .Part<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal));

    private static string MethodOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];

    private static string NameOf(RouteEndpoint route) =>
        $"{MethodOf(route)} {string.Concat(route.RoutePattern.PathSegments.Select(segment => $"/{NameOf(segment.Parts[0])}"))}";

    private static string NameOf(RoutePatternPart part) =>
        part is RoutePatternParameterPart parameter ? $"{{{parameter.Name}}}" : ((RoutePatternLiteralPart)part).Content;

    private static bool IsOpen(RouteEndpoint route) => route.Metadata.GetMetadata<Rights.OpenTo>() is null;

    private static bool TakesBody(RouteEndpoint route) => route.Metadata.GetMetadata<IAcceptsMetadata>() is not null;

    // The query parameters that the document names.
    private static List<(string Route, string Name)> Parameters()
    {
        var file = Path.Combine(Repository.Root, "src", "Exchange.Gateway", "Api", "openapi.json");
        return
        [
            .. from path in JsonNode.Parse(File.ReadAllText(file))!["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            from parameter in operation.Value!["parameters"]?.AsArray() ?? []
            where (string)parameter["in"]! == "query"
            select ($"{operation.Key.ToUpperInvariant()} {path.Key}", (string)parameter["name"]!),
        ];
    }

    // Something that is here, so that what is bad is met by all that a route does.
    private string PathOf(RouteEndpoint route, string? parameter = null, string value = "") =>
        string.Concat(
            route.RoutePattern.PathSegments.Select(segment =>
                segment.Parts[0] switch
                {
                    RoutePatternLiteralPart literal => $"/{literal.Content}",
                    RoutePatternParameterPart { Name: var name } when name == parameter => $"/{value}",
                    RoutePatternParameterPart { Name: "id" } => $"/{IdFor(route)}",
                    RoutePatternParameterPart { Name: "index" or "size" } => "/1",
                    // Nobody answers a ping here, and one is waited for.
                    RoutePatternParameterPart { Name: "party" } => Ends(route, "ping") ? "/THA" : "/MYS",
                    RoutePatternParameterPart { Name: "kind" } => "/request",
                    _ => "/x",
                }
            )
        );

    private Guid IdFor(RouteEndpoint route) =>
        route.RoutePattern.RawText!.Contains("/drafts/", StringComparison.Ordinal) ? Draft()
        : CaseKinds.All.Any(kind => kind.Speaker is Speaker.Opener or Speaker.Owner && Ends(route, kind.Verb)) ? _ours
        : _theirs;

    private static bool Ends(RouteEndpoint route, string word) =>
        route.RoutePattern.RawText!.EndsWith($"/{word}", StringComparison.Ordinal);

    // The newest that can be edited.
    private Guid Draft() => Guid.Parse(_gateway.Read<string?>("SELECT MAX(id) FROM drafts WHERE status = 'editing'") ?? $"{_ours}");

    private async Task<HttpClient> CallerAsync(TestGateway gateway)
    {
        var client = await gateway.ListenAsync(await gateway.KeyAsync(Enum.GetValues<Role>(), Enum.GetValues<Clearance>()));
        client.Timeout = TimeSpan.FromSeconds(15);
        _clients.Add(client);
        return client;
    }

    private string NewKey() => $"{MessageId.New(_gateway.Clock)}";

    private IEnumerable<Asked> AllOf(RouteEndpoint route) =>
        [
            .. Bodies(route)
                .Select(body => new Asked
                {
                    Path = PathOf(route),
                    Body = body,
                    Type = route.Metadata.GetMetadata<IAcceptsMetadata>()!.ContentTypes[0],
                    Match = "\"1\"",
                    Key = NewKey(),
                }),
            .. Types.Select(type => new Asked
            {
                Path = PathOf(route),
                Body = "{}"u8.ToArray(),
                Type = type,
            }),
        ];

    private IEnumerable<byte[]> Bodies(RouteEndpoint route)
    {
        foreach (var text in Malformed.Concat(Wrong))
            yield return Encoding.UTF8.GetBytes(text);
        yield return [0xFF, 0xFE, 0x7B];
        yield return [.. "{\""u8, 0xC3, 0x28, .. "\":1}"u8];
        yield return [.. Enumerable.Repeat((byte)'[', 5_000_000)];
        yield return Encoding.UTF8.GetBytes(new string('[', DeepNesting) + new string(']', DeepNesting));
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", DeepNesting)) + "1" + new string('}', DeepNesting));
        if (ExampleOf(route) is not { } example)
            yield break;
        var whole = example.ToJsonString();
        // All messages have the handling, and one reader for it.
        var isFirst = NameOf(route) == "POST /api/v1/messages";
        foreach (var path in Members(example, depth: 2).Where(path => isFirst || path is not ["handling", _]))
        {
            // What another database can refuse is text.
            foreach (var wrong in Wrong.Where(value => store == Stores.Sqlite || value.Contains(Marker, StringComparison.Ordinal)))
                yield return Encoding.UTF8.GetBytes(With(example, path, wrong));
            yield return Encoding.UTF8.GetBytes(With(example, path, new string('[', DeepNesting) + new string(']', DeepNesting)));
        }

        foreach (var (name, value) in example)
            yield return Encoding.UTF8.GetBytes($"{{\"{name}\":{value?.ToJsonString() ?? "null"},{whole[1..]}");
        yield return Encoding.UTF8.GetBytes($"{{\"unknown\":1,{whole[1..]}");
    }

    private static IEnumerable<string[]> Members(JsonObject json, int depth) =>
        json.SelectMany(member =>
            member.Value is JsonObject inner && depth > 1
                ? Members(inner, depth - 1).Select(path => (string[])[member.Key, .. path]).Prepend([member.Key])
                : [[member.Key]]
        );

    // As text: what is put there need not be JSON that a document model could hold.
    private static string With(JsonObject json, string[] path, string value)
    {
        var copy = json.DeepClone().AsObject();
        JsonNode parent = path[..^1].Aggregate((JsonNode)copy, (node, name) => node[name]!);
        parent[path[^1]] = "PLACE-OF-IT";
        return copy.ToJsonString().Replace("\"PLACE-OF-IT\"", value, StringComparison.Ordinal);
    }

    // A body that the route would take.
    private static JsonObject? ExampleOf(RouteEndpoint route)
    {
        var name = NameOf(route).Replace("/api/v1/", "", StringComparison.Ordinal);
        if (CaseKinds.All.FirstOrDefault(kind => kind.Follows && name.EndsWith($"/{kind.Verb}", StringComparison.Ordinal)) is { } kind)
        {
            var answer = JsonNode.Parse(KindExamples.Of(kind)[0].Json)!.AsObject();
            answer.Remove("counterpart");
            return answer;
        }

        var opening = DraftClient.Request();
        (opening["counterpart"], opening["kind"]) = ("MYS", "request");
        return name switch
        {
            "POST messages" or "POST messages/check" => opening,
            "POST messages/{id}/check" => JsonNode.Parse(KindExamples.Of(CaseKinds.Response)[0].Json)!.AsObject(),
            "POST drafts" => Object(
                """{"counterpart":"MYS","kind":"request","message":{"body":{}},"inReplyTo":null,"exchangeId":null}"""
            ),
            "PUT drafts/{id}" => Object("""{"message":{"body":{}}}"""),
            "POST drafts/{id}/return" => Object("""{"reason":"Not yet."}"""),
            "POST drafts/{id}/release" => Object($$"""{"digest":"sha256:{{new string('0', 64)}}"}"""),
            "POST sessions" => Object("""{"name":"amina","password":"correct horse battery","code":"123456"}"""),
            "POST sessions/passkey" => Object(
                """{"name":"amina","password":"correct horse battery","passkey":{"challenge":"x","credential":{"id":"x"}}}"""
            ),
            "POST sessions/openid-connect" => Object("""{"idToken":"a.b.c"}"""),
            "POST enrolments" => Object(
                """{"enrolmentCode":"ABCDE-FGHIJ","password":"correct horse battery","secret":"ABCDEFGH","code":"123456"}"""
            ),
            "POST passkeys" => Object("""{"name":"office key","passkey":{"challenge":"x","credential":{"id":"x"}}}"""),
            "POST people" => Object("""{"name":"amina","roles":["officer"],"units":["CID"],"clearances":["victim-data"]}"""),
            "POST keys" => Object("""{"name":"case-system","roles":["officer"],"units":["CID"],"clearances":[],"certificate":"PEM"}"""),
            "PUT people/{name}" => Object("""{"roles":["officer"],"disabled":false,"units":[],"clearances":[],"subject":"x"}"""),
            _ => null,
        };

        static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();
    }

    private async Task AskAsync(HttpClient caller, RouteEndpoint route, Asked asked, string? code = null)
    {
        // As it is, and not as a client would make it right.
        var address = new Uri(
            $"{caller.BaseAddress!.GetLeftPart(UriPartial.Authority)}{asked.Path}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        using var request = new HttpRequestMessage(new(MethodOf(route)), address);
        if (asked.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", asked.Type);
        }

        foreach (var (name, value) in new[] { ("If-Match", asked.Match), ("Idempotency-Key", asked.Key), ("Accept", asked.Accept) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        var what = $"{NameOf(route)}: {Short(asked.Path)} {Short(Encoding.Latin1.GetString(asked.Body ?? []))} {asked.Type}";
        try
        {
            using var answer = await caller.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (FaultOf(answer, text, code) is { } fault)
                _failures.Add($"{what} gave {(int)answer.StatusCode} {Short(text)}: {fault}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            _failures.Add($"{what}: {exception.Message} {exception.InnerException?.Message}");
        }
    }

    private static string? FaultOf(HttpResponseMessage answer, string text, string? code)
    {
        // The server itself refuses an address that is too long or has a NUL in its path, with a status alone.
        var path = answer.RequestMessage!.RequestUri!.AbsolutePath;
        if (text.Length == 0 && (answer.StatusCode == HttpStatusCode.RequestUriTooLong || path.Contains("%00", StringComparison.Ordinal)))
            return null;
        if (answer.IsSuccessStatusCode)
            return code is null ? null : "it is taken";
        if ((int)answer.StatusCode >= 500)
            return "it fails";
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return "it is no problem document";
        var problem = (string?)JsonNode.Parse(text)!["code"] ?? "";
        return !ProblemCodesTests.All.Contains(problem) && !problem.StartsWith("step-", StringComparison.Ordinal) ? "it has no known code"
            : code is not null && problem != code ? $"it is no {code}"
            : problem is "too-often" or "unauthenticated" ? "it was not tried"
            : text.Contains(Marker, StringComparison.Ordinal) ? "it tells what came"
            : null;
    }

    private static string Short(string text) => text.Length <= 300 ? text : $"{text[..200]}… ({text.Length})";

    private sealed record Asked
    {
        public required string Path { get; init; }

        public byte[]? Body { get; init; }

        public string Type { get; init; } = "application/json";

        public string? Match { get; init; }

        public string? Key { get; init; }

        public string? Accept { get; init; }
    }
}
