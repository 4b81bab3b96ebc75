using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.Gateway.Api;
using Exchange.Gateway.Home;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Gateway;

/// <summary>A kind is its body with a definition, and a line in the list: all else follows, from the API to replay.</summary>
[NonParallelizable]
internal sealed class AddedKindTests
{
    private TestGateway _gateway = null!;
    private HttpClient _officer = null!;

    [SetUp]
    public async Task Start()
    {
        CaseKinds.Add(NoteBody.Definition);
        _gateway = TestGateway.Start(settings: new() { Policy = new() { AcknowledgeAutomatically = false }, Release = ReleaseSettings.None });
        _officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
    }

    [TearDown]
    public async Task Stop()
    {
        _officer.Dispose();
        await _gateway.DisposeAsync();
        CaseKinds.Remove(NoteBody.Definition);
    }

    [Test]
    public async Task A_kind_that_is_added_goes_from_the_api_to_replay()
    {
        var request = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(request));

        var ours = await SubmitAsync(request.MessageId);
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(TheirNote(request), new NoteBody { Text = "The vessel has left.", Pressing = false })
        );

        var exchange = await GetAsync<ExchangeView>($"api/v1/exchanges/{MessageId.Write(request.ExchangeId!.Value)}");
        exchange
            .Messages.ShouldNotBeNull()
            .Select(message => (message.Kind!.Code, message.Outgoing, message.Transport))
            .ShouldBe([("request", false, "accepted"), ("note", true, "sent"), ("note", false, "accepted")]);
        (exchange.State.Status, exchange.State.Messages).ShouldBe((ExchangeStatus.Delivered, 3));
        (await GetAsync<MessageView>($"api/v1/messages/{MessageId.Write(ours.MessageId)}/content")).Message!["body"]!["text"]!
            .GetValue<string>()
            .ShouldBe("Call us.");

        var entries = Entries();
        entries.Where(entry => entry.Kind == "note").Select(entry => entry.Detail.Facts.Flag("pressing")).ShouldBe([true, false]);
        ReplayedExchange.Group(entries).ShouldHaveSingleItem().StateAt(ReplayMoment.Newest).ShouldNotBeNull().Messages.ShouldBe(3);
    }

    [Test]
    public async Task Its_rules_are_those_that_it_names()
    {
        (await PostAsync(MessageId.New(TimeProvider.System))).StatusCode.ShouldBe(
            HttpStatusCode.NotFound,
            "there is nothing under this id"
        );
        var sent = await _gateway.SendAsync();
        (await PostAsync(sent.MessageId)).StatusCode.ShouldBe(HttpStatusCode.Accepted, "either side may send a note");
        var request = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(request));
        (await PostAsync(request.MessageId, """{ "text": "" }""")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Test]
    public void The_command_line_has_its_verb() => ExchangeCommand.Root().Subcommands.ShouldContain(verb => verb.Name == "note");

    private MessageHeader TheirNote(MessageHeader request) =>
        request with
        {
            MessageId = MessageId.New(TimeProvider.System),
            Kind = NoteBody.Definition,
            Sequence = 2,
            InReplyTo = new(request.MessageId, Digest.Parse(_gateway.Read<string>("SELECT signed FROM messages WHERE outgoing = 0"))),
        };

    private async Task<SubmittedView> SubmitAsync(Guid id)
    {
        var response = await PostAsync(id);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return JsonSerializer.Deserialize<SubmittedView>(await response.Content.ReadAsStreamAsync(), ProtocolJson.Options)!;
    }

    private async Task<HttpResponseMessage> PostAsync(Guid id, string body = """{ "text": "Call us.", "pressing": true }""")
    {
        var answer = new JsonObject
        {
            ["handling"] = JsonSerializer.SerializeToNode(TestGateway.Handling, ProtocolJson.Options),
            ["body"] = JsonNode.Parse(body),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/messages/{MessageId.Write(id)}/note")
        {
            Content = new StringContent(answer.ToJsonString(), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add(Routes.IdempotencyKey, MessageId.Write(MessageId.New(TimeProvider.System)));
        return await _officer.SendAsync(request);
    }

    private async Task<T> GetAsync<T>(string path) =>
        JsonSerializer.Deserialize<T>(await _officer.GetStreamAsync(path), ProtocolJson.Options)!;

    private List<MessageEntry> Entries()
    {
        using var db = _gateway.Part<Database>().Open();
        return
        [
            .. db
                .Entries.OrderBy(row => row.Index)
                .AsEnumerable()
                .Select(row => MessageEntry.Of(row.Index, LedgerLeaf.Read(row.Leaf).OrThrow()))
                .OfType<MessageEntry>(),
        ];
    }
}

/// <summary>Something short that either side tells the other.</summary>
public sealed record NoteBody() : MessageBody(Definition)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "note",
            Body = typeof(NoteBody),
            Read = reader => new NoteBody { Text = reader.Text("text", 200), Pressing = reader.Boolean("pressing") },
            Speaker = Speaker.Either,
            Verb = "note",
            Summary = "Tell the other side something short.",
            Facts = [Fact.Flag<NoteBody>("pressing", body => body.Pressing)],
        };

    public required string Text { get; init; }

    public required bool Pressing { get; init; }
}
