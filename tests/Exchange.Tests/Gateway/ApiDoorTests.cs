using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Tests.Gateway;

/// <summary>What every route of the API does before its own work.</summary>
internal sealed class ApiDoorTests
{
    private TestGateway _gateway = null!;
    private HttpClient _officer = null!;
    private HttpClient _stranger = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start();
        _officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
        _stranger = await _gateway.ListenAsync(token: null);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        _officer.Dispose();
        _stranger.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task Health_names_no_counterpart_and_no_reason_to_who_shows_no_token_and_costs_no_commit()
    {
        // Its broker is not there, and one of its counterparts' logs is to be doubted.
        var batch = _gateway.Read<long>("SELECT batch FROM journal");
        for (var asked = 0; asked < 20; asked++)
        {
            using var answer = await _stranger.GetAsync("/health/ready");
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"status":"not-ready"}""");
        }

        using var told = await _officer.GetAsync("/health/ready");
        (await told.Content.ReadAsStringAsync()).ShouldContain("mailbox broker");
        // A gateway that has just started records a thing or two of its own.
        _gateway.Read<long>("SELECT batch FROM journal").ShouldBeLessThan(batch + 20);
    }

    [TestCase("/health/live")]
    [TestCase("/api/v1/links")]
    [TestCase("/api/v1/ledger/entries?from=0")]
    public async Task HEAD_is_GET_without_the_body(string path)
    {
        using var got = await _officer.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await _officer.SendAsync(request);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType.ShouldBe(got.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        // The connection goes on in order.
        (await _officer.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [TestCase("bearer")]
    [TestCase("BEARER")]
    [TestCase("Bearer ")]
    public async Task The_scheme_of_the_token_is_written_in_any_case(string scheme)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links");
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {_officer.DefaultRequestHeaders.Authorization!.Parameter}");

        (await _stranger.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [TestCase("messages?counterprat=MYS", "unknown-parameter", "counterprat")]
    [TestCase("messages?sql=x", "unknown-parameter", "outgoing, counterpart, exchange, dueBefore, before")]
    [TestCase("messages?database=x", "unknown-parameter", "database")]
    [TestCase("links?all=true", "unknown-parameter", "all")]
    [TestCase("messages?exchange=5", "bad-request", "'exchange'")]
    [TestCase("messages?outgoing=perhaps", "bad-request", "'outgoing'")]
    [TestCase("messages?before=1&before=2", "bad-request", "'before'")]
    [TestCase("ledger/entries?from=first", "bad-request", "'from'")]
    [TestCase("ledger/entries?from=", "bad-request", "'from'")]
    [TestCase("ledger/search?before=-1&until=now", "bad-search", "'until'")]
    public async Task A_parameter_that_is_not_known_or_malformed_is_named(string path, string code, string word)
    {
        using var answer = await _officer.GetAsync($"/api/v1/{path}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        ((string)problem["code"]!).ShouldBe(code);
        ((string)problem["detail"]!).ShouldContain(word);
        ((string)problem["detail"]!).ShouldNotContain("stored");
    }

    [Test]
    public async Task A_parameter_that_must_be_there_is_named()
    {
        using var answer = await _officer.PostAsync($"/api/v1/messages/{MessageId.New(TimeProvider.System)}/evidence", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("'content'");
    }

    [Test]
    public async Task Another_type_of_content_than_JSON_is_named_by_its_header()
    {
        using var answer = await _officer.PostAsync("/api/v1/messages", new StringContent("x"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Content-Type");
    }

    [Test]
    public async Task What_is_too_large_is_refused_with_the_limit([Values(Submission.MaximumSize + 1, 6_000_000)] int size)
    {
        using var content = new ByteArrayContent(new byte[size]) { Headers = { ContentType = new("application/json") } };
        content.Headers.Add("Idempotency-Key", "x");
        using var answer = await _officer.PostAsync("/api/v1/messages", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("524288 bytes");
    }
}
