using System.Text.Json.Nodes;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>What a caller is offered to send in an exchange, and the questions that an answer is shown with.</summary>
internal sealed class OffersTests
{
    private TestGateway _gateway = null!;
    private DraftClient _officer = null!;
    private MessageHeader _asked = null!;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start(settings: new() { Release = new() { Kinds = [] }, Policy = new() { AcknowledgeAutomatically = false } });
        _officer = await DraftClient.OfPersonAsync(_gateway, "officer", [Role.Officer], Enum.GetValues<Clearance>());
        _asked = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(_asked));
    }

    [TearDown]
    public async Task Stop()
    {
        _officer.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task What_is_offered_is_sent_and_what_is_not_offered_is_refused()
    {
        (await KindsAsync()).ShouldBe(["acknowledgement", "clarification", "response", "refusal", "extension", "erasure"]);
        (await SubmitAsync("correction", Correction())).Status.ShouldBe(422);

        (await SubmitAsync("response", DraftClient.Json(TestGateway.Response))).With(200).Text("status").ShouldBe("sent");

        (await KindsAsync()).ShouldBe(["clarification", "withdrawal", "correction", "erasure"]);
        (await SubmitAsync("extension", DraftClient.Json(Later))).Status.ShouldBe(409);
        (await SubmitAsync("correction", Correction())).With(200).Text("status").ShouldBe("sent");
    }

    [Test]
    public async Task Who_sends_nothing_is_offered_nothing()
    {
        using var supervisor = await DraftClient.OfPersonAsync(_gateway, "supervisor", [Role.Supervisor], Enum.GetValues<Clearance>());
        (await OffersAsync(supervisor)).ShouldBeEmpty();
        (await OpenAsync(supervisor, _asked.MessageId))["offers"]!.AsArray().ShouldBeEmpty();
        (await OpenAsync(_officer, _asked.MessageId))["offers"]!.AsArray().Count.ShouldBe((await OffersAsync(_officer)).Count);
    }

    [Test]
    public async Task On_hold_nothing_is_offered_to_be_destroyed()
    {
        (await _officer.SendAsync("POST", $"/{_asked.MessageId}/hold?counterpart=MYS&reason=investigation", under: "exchanges")).With(200);
        (await KindsAsync()).ShouldNotContain("erasure");
    }

    [Test]
    public async Task An_answer_is_shown_with_the_words_of_its_questions_and_that_these_were_opened_is_recorded()
    {
        var sent = (await SubmitAsync("response", DraftClient.Json(TestGateway.Response))).With(200).Id;

        AskedOf(await OpenAsync(_officer, sent)).ShouldBe([(1, "Is anything known?")]);

        Opened().ShouldBe([sent, _asked.MessageId]);
        AskedOf(await OpenAsync(_officer, _asked.MessageId)).ShouldBeEmpty();
    }

    [Test]
    public async Task An_answer_is_shown_though_the_message_that_asks_is_damaged()
    {
        var sent = (await SubmitAsync("response", DraftClient.Json(TestGateway.Response))).With(200).Id;
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                "UPDATE contents SET wrapped_key = signature WHERE entry_index IN (SELECT entry_index FROM messages WHERE message_id = @p0)",
                MessageId.Write(_asked.MessageId)
            )
        );

        AskedOf(await OpenAsync(_officer, sent)).ShouldBeEmpty();

        Opened().ShouldBe([sent]);
    }

    [Test]
    public async Task Who_releases_an_answer_is_shown_them_too_with_what_would_leave()
    {
        var draft = (await CreateAsync("response", DraftClient.Json(TestGateway.Response), OfMinor)).With(201);
        (await _officer.PostAsync(draft.Id, "submit", match: draft.Tag)).With(200).Text("status").ShouldBe("awaiting-release");
        using var supervisor = await DraftClient.OfPersonAsync(_gateway, "supervisor", [Role.Supervisor], Enum.GetValues<Clearance>());

        AskedOf((await supervisor.ReadAsync(draft.Id)).With(200).Json).ShouldBeEmpty();
        Opened().ShouldBeEmpty();
        AskedOf((await supervisor.ReadAsync(draft.Id, "?outgoing=true")).With(200).Json).ShouldBe([(1, "Is anything known?")]);
        Opened().ShouldBe([_asked.MessageId]);
    }

    [Test]
    public async Task Who_writes_an_answer_is_shown_them_if_that_is_asked_for_and_writes_on_where_it_cannot_be_recorded()
    {
        var draft = (await CreateAsync("response", DraftClient.Json(TestGateway.Response))).With(201);

        AskedOf((await _officer.ReadAsync(draft.Id)).With(200).Json).ShouldBeEmpty();
        Opened().ShouldBeEmpty();
        AskedOf((await _officer.ReadAsync(draft.Id, "?asked=true")).With(200).Json).ShouldBe([(1, "Is anything known?")]);
        Opened().ShouldBe([_asked.MessageId]);

        File.Delete(_gateway.Home.Mark);
        using (var sql = _gateway.Part<Database>().OpenSession())
            _gateway.Part<LogBook>().Load(sql);
        AskedOf((await _officer.ReadAsync(draft.Id, "?asked=true")).With(200).Json).ShouldBeEmpty();
    }

    [Test]
    public async Task Questions_of_a_message_that_is_withheld_are_not_shown_and_nobody_was_denied_what_it_did_not_ask_for()
    {
        var withheld = TestGateway.TheirRequest() with { Handling = OfMinor };
        withheld = withheld with { Reference = $"MYS-BGD-{withheld.IssuedAt.Year}-000002" };
        await _gateway.ArriveAsync(_gateway.SealedByThem(withheld));
        var sent = (await SubmitAsync("response", DraftClient.Json(TestGateway.Response), withheld.MessageId)).With(200).Id;
        using var uncleared = await DraftClient.OfAsync(_gateway, [Role.Officer], []);

        AskedOf(await OpenAsync(uncleared, sent)).ShouldBeEmpty();

        Opened().ShouldBe([sent]);
        Entries(LedgerEvents.AccessDenied).ShouldBeEmpty();
        AskedOf(await OpenAsync(_officer, sent)).ShouldNotBeEmpty();
    }

    [Test]
    public async Task A_clarification_is_shown_with_what_was_asked_back()
    {
        var sent = (await SubmitAsync("clarification", Clarification("questions", new() { ["number"] = 1, ["text"] = "Which?", ["about"] = 1 })))
            .With(200)
            .Id;
        AskedOf(await OpenAsync(_officer, sent)).ShouldBe([(1, "Is anything known?")]);
        var signed = Digest.Parse(_gateway.Read<string>($"SELECT signed FROM messages WHERE message_id = '{sent}'"));
        var answer = TestGateway.TheirRequest() with
        {
            Kind = CaseKinds.Clarification,
            ExchangeId = _asked.ExchangeId,
            Reference = _asked.Reference,
            Sequence = 2,
            InReplyTo = new(sent, signed),
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(answer, new ClarificationBody { Answers = [new(1, "That.")] }));

        AskedOf(await OpenAsync(_officer, answer.MessageId)).ShouldBe([(1, "Which?")]);
    }

    private static Handling OfMinor => TestGateway.Handling with { ContainsMinorData = true };

    private static ExtensionBody Later => new() { NewDueAt = TimeProvider.System.Now().AddDays(30), Reason = ExtensionReason.Volume };

    private static JsonObject Clarification(string part, JsonObject item) => new() { [part] = new JsonArray(item) };

    // Of a message of ours: the newest, or none.
    private JsonObject Correction() =>
        new()
        {
            ["messageId"] =
                _gateway.Read<string?>("SELECT MAX(message_id) FROM messages WHERE outgoing") ?? MessageId.Write(MessageId.New(TimeProvider.System)),
            ["reason"] = "error",
            ["text"] = "Not so.",
            ["replacements"] = new JsonArray(),
            ["entities"] = new JsonArray(),
        };

    private Task<DraftAnswer> CreateAsync(string kind, JsonNode body, Handling? handling = null, Guid? to = null) =>
        _officer.CreateAsync(
            new JsonObject { ["handling"] = DraftClient.Json(handling ?? TestGateway.Handling), ["body"] = body },
            kind,
            inReplyTo: to ?? _asked.MessageId,
            exchangeId: to ?? _asked.MessageId
        );

    private async Task<DraftAnswer> SubmitAsync(string kind, JsonNode body, Guid? to = null)
    {
        var made = (await CreateAsync(kind, body, to: to)).With(201);
        return await _officer.PostAsync(made.Id, "submit", match: made.Tag);
    }

    private async Task<IEnumerable<string>> KindsAsync() => (await OffersAsync(_officer)).Select(offer => (string)offer!["kind"]!);

    private async Task<JsonArray> OffersAsync(DraftClient caller) =>
        (await caller.SendAsync("GET", $"/{_asked.MessageId}", under: "exchanges")).With(200).Json["offers"]!.AsArray();

    private static async Task<JsonNode> OpenAsync(DraftClient caller, Guid message) =>
        (await caller.SendAsync("GET", $"/{message}/content", under: "messages")).With(200).Json;

    private static IEnumerable<(int, string)> AskedOf(JsonNode shown) =>
        (shown["asked"] as JsonArray ?? []).Select(question => ((int)question!["number"]!, (string)question["text"]!));

    private IEnumerable<Guid> Opened() => Entries(LedgerEvents.MessageOpened).Select(entry => entry.MessageId!.Value);

    private List<LedgerLeaf> Entries(string @event)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return [.. EntryTable.Read(sql, null, 0).Select(entry => LedgerLeaf.Read(entry.Leaf).OrThrow()).Where(leaf => leaf.Event == @event)];
    }
}
