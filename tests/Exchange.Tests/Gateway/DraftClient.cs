using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>One caller's drafts over the API of a test's gateway.</summary>
internal sealed class DraftClient(HttpClient http) : IDisposable
{
    private int _keys;

    /// <summary>One who may see everything.</summary>
    public static Task<DraftClient> OfAsync(TestGateway gateway, params IReadOnlyList<Role> roles) =>
        OfAsync(gateway, roles, Enum.GetValues<Clearance>());

    public static async Task<DraftClient> OfAsync(TestGateway gateway, IReadOnlyList<Role> roles, IReadOnlyList<Clearance> clearances) =>
        new(await gateway.ListenAsync(await gateway.KeyAsync(roles, clearances)));

    /// <summary>A person that has signed in.</summary>
    public static async Task<DraftClient> OfPersonAsync(
        TestGateway gateway,
        string name,
        IReadOnlyList<Role> roles,
        IReadOnlyList<Clearance> clearances,
        params IReadOnlyList<string> units
    ) => new(await gateway.ListenAsync(await TokenAsync(gateway, name, roles, clearances, units)));

    /// <summary>The token of its session.</summary>
    public static async Task<string> TokenAsync(
        TestGateway gateway,
        string name,
        IReadOnlyList<Role> roles,
        IReadOnlyList<Clearance> clearances,
        params IReadOnlyList<string> units
    )
    {
        using var administrator = await gateway.ListenAsync(await gateway.OfficerKeyAsync());
        var now = gateway.Clock.GetUtcNow();
        var person = await TestPerson.EnrolAsync(administrator, new NewCaller(name, roles) { Clearances = clearances, Units = units }, now);
        using var answer = await administrator.PostAsJsonAsync("/api/v1/sessions", person.SignIn(now), ProtocolJson.Options);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<SessionView>(ProtocolJson.Options))!.Token;
    }

    /// <summary>What a request says, with a text of its own in its facts.</summary>
    public static JsonObject Request(string facts = "A test.", Handling? handling = null) =>
        new() { ["handling"] = Json(handling ?? TestGateway.Handling), ["body"] = Json(TestGateway.Request with { Facts = facts }) };

    public static JsonNode Json<T>(T value) => System.Text.Json.JsonSerializer.SerializeToNode(value, ProtocolJson.Options)!;

    public Task<DraftAnswer> CreateAsync(
        JsonNode message,
        string kind = "request",
        Guid? inReplyTo = null,
        string? key = null,
        string counterpart = "MYS",
        Guid? exchangeId = null
    )
    {
        var draft = new JsonObject
        {
            ["counterpart"] = counterpart,
            ["kind"] = kind,
            ["message"] = message.DeepClone(),
        };
        if (inReplyTo is { } id)
            draft["inReplyTo"] = id.ToString();
        if (exchangeId is { } exchange)
            draft["exchangeId"] = exchange.ToString();
        return SendAsync("POST", "", draft, ("Idempotency-Key", key ?? $"key-{Interlocked.Increment(ref _keys)}"));
    }

    public Task<DraftAnswer> ReadAsync(Guid id, string part = "") => SendAsync("GET", $"/{id}{part}");

    public Task<DraftAnswer> ReplaceAsync(Guid id, JsonNode message, string? match) =>
        SendAsync("PUT", $"/{id}", new JsonObject { ["message"] = message.DeepClone() }, match is null ? null : ("If-Match", match));

    public Task<DraftAnswer> PostAsync(Guid id, string verb, JsonObject? body = null, string? match = null) =>
        SendAsync("POST", $"/{id}/{verb}", body, match is null ? null : ("If-Match", match));

    public Task<DraftAnswer> DeleteAsync(Guid id, string? key = null) =>
        SendAsync("DELETE", $"/{id}", header: key is null ? null : ("Idempotency-Key", key));

    public Task<DraftAnswer> SendAsync(
        string method,
        string path,
        JsonNode? body = null,
        (string Name, string Value)? header = null,
        string under = "drafts"
    ) => SendAsync(method, path, body, header is { } one ? [one] : [], under);

    public async Task<DraftAnswer> SendAsync(
        string method,
        string path,
        JsonNode? body,
        IReadOnlyList<(string Name, string Value)> headers,
        string under = "drafts"
    )
    {
        using var request = new HttpRequestMessage(new(method), new Uri($"/api/v1/{under}{path}", UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(ProtocolJson.Options), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new((int)answer.StatusCode, answer.Headers.ETag?.ToString(), text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    public void Dispose() => http.Dispose();
}

/// <summary>What the API answered.</summary>
internal sealed record DraftAnswer(int Status, string? Tag, JsonNode Json)
{
    public Guid Id => Guid.Parse(Text("id")!);

    public string? Code => Text("code");

    public string? Text(string member) => (string?)Json[member];

    /// <summary>The answer, if it has this status.</summary>
    public DraftAnswer With(int status)
    {
        Status.ShouldBe(status, Json.ToJsonString());
        return this;
    }
}
