using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Gateway.Submitting;
using Exchange.Protocol.Contracts;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Gateway;

/// <summary>An id is its giver's, and a counterpart may give one of its own messages the id of one of ours.</summary>
internal sealed class AmbiguousIdTests
{
    private TestGateway _gateway = null!;
    private Guid _id;
    private HttpClient _officer = null!;

    [SetUp]
    public async Task ReceiveARequestUnderTheIdOfOurAcknowledgement()
    {
        _gateway = TestGateway.Start();
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        var received = _gateway.Raised<MessageReceived>();
        await _gateway.Part<AcknowledgeHandler>().AcknowledgeAsync(received, CancellationToken.None);
        _id = Guid.Parse(_gateway.Read<string>("SELECT message_id FROM messages WHERE outgoing = 1"));
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest() with
                {
                    MessageId = _id,
                    ExchangeId = _id,
                    Reference = $"MYS-BGD-{TimeProvider.System.GetUtcNow().Year}-000002",
                }
            )
        );
        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE code = 100").ShouldBe(2);
        _officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
    }

    [TearDown]
    public async Task Stop()
    {
        _officer.Dispose();
        await _gateway.DisposeAsync();
    }

    [TestCase("")]
    [TestCase("/content")]
    public async Task A_message_is_shown_once_it_is_said_whose_is_meant(string part)
    {
        var refused = await GetAsync($"messages/{_id}{part}");
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        ((string)refused.Body["code"]!).ShouldBe("ambiguous-id");
        ((string)refused.Body["detail"]!).ShouldContain("BGD, MYS");

        foreach (var (sender, kind) in new[] { ("BGD", "acknowledgement"), ("MYS", "request") })
        {
            var shown = await GetAsync($"messages/{_id}{part}?sender={sender}");
            shown.Status.ShouldBe(HttpStatusCode.OK);
            ((string)shown.Body["kind"]!).ShouldBe(kind);
        }

        (await GetAsync($"messages/{_id}{part}?sender=THA")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Evidence_is_of_the_one_that_is_meant()
    {
        using var any = await _officer.PostAsync($"/api/v1/messages/{_id}/evidence?content=false", null);
        any.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var ours = await _officer.PostAsync($"/api/v1/messages/{_id}/evidence?content=false&sender=BGD", null);
        (await ours.Content.ReadAsStringAsync()).ShouldContain("no-receipt-yet");
        using var theirs = await _officer.PostAsync($"/api/v1/messages/{_id}/evidence?content=false&sender=MYS", null);
        (await theirs.Content.ReadAsStringAsync()).ShouldContain("not-cosigned-yet");
    }

    [Test]
    public async Task An_answer_goes_to_who_is_meant_and_a_key_stands_for_that_one_alone()
    {
        var handling = JsonSerializer.Serialize(TestGateway.Handling, ProtocolJson.Options);
        async Task<(HttpStatusCode Status, string Text)> RespondAsync(string sender)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/messages/{_id}/respond?sender={sender}")
            {
                Content = new StringContent(
                    $"{{\"handling\":{handling},\"body\":{JsonSerializer.Serialize(TestGateway.Response, ProtocolJson.Options)}}}",
                    System.Text.Encoding.UTF8,
                    "application/json"
                ),
                Headers = { { "Idempotency-Key", "one-key" } },
            };
            using var response = await _officer.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        var sent = await RespondAsync("MYS");
        sent.Status.ShouldBe(HttpStatusCode.Accepted, sent.Text);
        (await RespondAsync("MYS")).ShouldBe(sent, "the same again");
        (await RespondAsync("BGD")).Status.ShouldBe(HttpStatusCode.Conflict, "the key stands for another message");
    }

    [Test]
    public async Task The_receipt_that_is_read_is_of_ours() =>
        ((string)(await GetAsync($"messages/{_id}/receipt")).Body["code"]!).ShouldBe("no-receipt-yet");

    [Test]
    public async Task An_exchange_is_shown_once_it_is_said_with_whom()
    {
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                "INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, status, last_entry, "
                    + "state, open, unit) SELECT 'THA', exchange_id, reference, 0, 0, kind, status, last_entry, state, open, unit FROM "
                    + "exchanges WHERE exchange_id = @p0",
                _id.ToString()
            )
        );

        ((string)(await GetAsync($"exchanges/{_id}")).Body["code"]!).ShouldBe("ambiguous-id");
        ((string)(await GetAsync($"exchanges/{_id}?counterpart=MYS")).Body["counterpart"]!).ShouldBe("MYS");
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path)
    {
        using var response = await _officer.GetAsync($"/api/v1/{path}");
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
