using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>Drafts: what an author types is kept for the author alone, and nothing typed is lost or written over.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class DraftTests(string store)
{
    private static readonly JsonObject Half = new() { ["body"] = new JsonObject { ["facts"] = "Seen at the quay" } };

    private TestGateway _gateway = null!;
    private DraftClient _author = null!;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start(store: store);
        _author = await DraftClient.OfAsync(_gateway, Role.Officer);
    }

    [TearDown]
    public async Task Stop()
    {
        _author.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task What_is_half_typed_is_kept_as_it_is()
    {
        var made = (await _author.CreateAsync(Half)).With(201);

        var read = (await _author.ReadAsync(made.Id)).With(200);

        JsonNode.DeepEquals(read.Json["message"], Half).ShouldBeTrue();
        read.Tag.ShouldBe(made.Tag);
        read.Text("status").ShouldBe("editing");
        read.Text("authorName").ShouldStartWith("test-");
        (await _author.SendAsync("GET", "?status=editing&mine=true"))
            .With(200)
            .Json.AsArray()
            .ShouldHaveSingleItem()!["message"]
            .ShouldBeNull();
        (await _author.SendAsync("GET", "?status=sent")).With(200).Json.AsArray().ShouldBeEmpty();
        (await _author.SendAsync("GET", "?status=lost")).With(400);
    }

    [Test]
    public async Task It_is_encrypted_under_a_key_of_its_own_which_goes_with_it()
    {
        var made = (await _author.CreateAsync(Half)).With(201);
        var other = (await _author.CreateAsync(Half)).With(201);
        _gateway.Read<long>("SELECT COUNT(DISTINCT wrapped_key) FROM drafts").ShouldBe(2);
        _gateway.Read<byte[]>($"SELECT content FROM drafts WHERE id = '{made.Id}'").AsSpan().IndexOf("quay"u8).ShouldBe(-1);

        (await _author.DeleteAsync(made.Id)).With(204);

        (await _author.ReadAsync(made.Id)).With(404);
        (await _author.ReadAsync(other.Id)).With(200);
        _gateway.Read<long>("SELECT COUNT(*) FROM drafts").ShouldBe(1);
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Supervisor)]
    public async Task Nobody_else_finds_it(Role role)
    {
        var made = (await _author.CreateAsync(Half)).With(201);
        using var stranger = await DraftClient.OfAsync(_gateway, role, Role.Officer);

        (await stranger.ReadAsync(made.Id)).With(404);
        (await stranger.ReadAsync(made.Id, "/check")).With(404);
        (await stranger.ReplaceAsync(made.Id, Half, made.Tag)).With(404);
        (await stranger.PostAsync(made.Id, "submit")).With(404);
        (await stranger.DeleteAsync(made.Id)).With(404);
        (await stranger.SendAsync("GET", "")).With(200).Json.AsArray().ShouldBeEmpty();
        (await _author.ReadAsync(made.Id)).With(200).Tag.ShouldBe(made.Tag);
    }

    [Test]
    public async Task An_edit_says_which_version_it_was_made_of()
    {
        var made = (await _author.CreateAsync(Half)).With(201);

        (await _author.ReplaceAsync(made.Id, DraftClient.Request(), match: null)).With(428).Code.ShouldBe("if-match-required");
        foreach (var wrong in new[] { "\"2\"", "1", "*", "\"x\"" })
            (await _author.ReplaceAsync(made.Id, DraftClient.Request(), wrong)).With(412).Code.ShouldBe("draft-changed");
        var first = (await _author.ReplaceAsync(made.Id, DraftClient.Request("First."), made.Tag)).With(200);
        (await _author.ReplaceAsync(made.Id, DraftClient.Request("Second."), made.Tag)).With(412);
        // Its answer was lost.
        (await _author.ReplaceAsync(made.Id, DraftClient.Request("First."), made.Tag)).With(200).Tag.ShouldBe(first.Tag);

        (await _author.ReadAsync(made.Id)).Json["message"]!["body"]!["facts"]!.GetValue<string>().ShouldBe("First.");
        (await _author.PostAsync(made.Id, "submit", match: made.Tag)).With(412);
        (await _author.SendAsync("DELETE", $"/{made.Id}", header: ("If-Match", made.Tag!))).With(412);
    }

    [Test]
    public async Task A_repeat_with_the_same_key_makes_no_second_one()
    {
        var made = (await _author.CreateAsync(Half, key: "one")).With(201);

        (await _author.CreateAsync(Half, key: "one")).With(201).Id.ShouldBe(made.Id);
        (await _author.CreateAsync(DraftClient.Request(), key: "one")).With(409).Code.ShouldBe("key-reused");
        (await _author.CreateAsync(Half, key: " ")).With(400).Code.ShouldBe("idempotency-key");
        // A key belongs to its caller.
        using var other = await DraftClient.OfAsync(_gateway, Role.Officer);
        (await other.CreateAsync(Half, key: "one")).With(201).Id.ShouldNotBe(made.Id);
    }

    [Test]
    public async Task An_edit_and_a_deletion_are_repeated_with_the_same_key()
    {
        var made = (await _author.CreateAsync(Half, key: "one")).With(201);
        (await EditAsync(made, "First.", "one")).With(409).Code.ShouldBe("key-reused");
        (await EditAsync(made, "First.", " ")).With(400).Code.ShouldBe("idempotency-key");
        var first = (await EditAsync(made, "First.", "two")).With(200);
        (await EditAsync(made, "First.", "two")).With(200).Tag.ShouldBe(first.Tag);
        (await EditAsync(first, "Second.", "two")).With(409).Code.ShouldBe("key-reused");
        (await EditAsync(first, "Second.", "three")).With(200);
        // What has been changed since is not given as what was written.
        (await EditAsync(made, "First.", "two")).With(412).Code.ShouldBe("draft-changed");

        (await _author.DeleteAsync(made.Id, "two")).With(409).Code.ShouldBe("key-reused");
        (await _author.DeleteAsync(made.Id, "four")).With(204);
        (await _author.DeleteAsync(made.Id, "four")).With(204);
        (await _author.DeleteAsync(made.Id, "five")).With(404);
        (await _author.DeleteAsync((await _author.CreateAsync(Half)).Id, "four")).With(409).Code.ShouldBe("key-reused");
    }

    private Task<DraftAnswer> EditAsync(DraftAnswer draft, string facts, string key) =>
        _author.SendAsync(
            "PUT",
            $"/{draft.Id}",
            new JsonObject { ["message"] = DraftClient.Request(facts) },
            [("If-Match", draft.Tag!), ("Idempotency-Key", key)]
        );

    [Test]
    public async Task What_it_is_for_must_be_right_from_the_start()
    {
        var sent = await _gateway.SendAsync();
        foreach (
            var (pointer, kind, counterpart, answers, exchange) in new (string, string, string, Guid?, Guid?)[]
            {
                ("/counterpart", "request", "THA", null, null),
                ("/kind", "gossip", "MYS", null, null),
                ("/inReplyTo", "reminder", "MYS", null, null),
                ("/inReplyTo", "request", "MYS", sent.MessageId, null),
                ("/inReplyTo", "reminder", "MYS", MessageId.New(TimeProvider.System), null),
                ("/exchangeId", "reminder", "MYS", sent.MessageId, MessageId.New(TimeProvider.System)),
            }
        )
        {
            var refused = (await _author.CreateAsync(Half, kind, answers, counterpart: counterpart, exchangeId: exchange)).With(422);
            ((string)refused.Json["errors"]!.AsArray().ShouldHaveSingleItem()!["pointer"]!).ShouldBe(pointer);
        }

        (await _author.CreateAsync(JsonValue.Create("text"))).With(400);
        var reminder = (await _author.CreateAsync(Half, "reminder", exchangeId: sent.ExchangeId)).With(201);
        (reminder.Text("inReplyTo"), reminder.Text("reference")).ShouldBe((sent.MessageId.ToString(), sent.Reference));
    }

    [Test]
    public async Task What_an_author_has_no_clearance_for_is_kept_and_not_shown_again()
    {
        using var officer = await DraftClient.OfAsync(_gateway, [Role.Officer], []);
        var made = (await officer.CreateAsync(DraftClient.Request(handling: TestGateway.Handling with { ContainsVictimData = true }))).With(
            201
        );

        (await officer.ReadAsync(made.Id)).With(403).Code.ShouldBe("withheld");
    }

    [Test]
    public async Task A_check_names_all_that_would_be_refused()
    {
        var half = (await _author.CreateAsync(Half)).With(201);
        var whole = (await _author.CreateAsync(DraftClient.Request())).With(201);

        var faults = (await _author.ReadAsync(half.Id, "/check")).With(200).Json["faults"]!.AsArray();
        faults.Select(fault => (string)fault!["pointer"]!).ShouldContain("/handling");
        (await _author.ReadAsync(whole.Id, "/check")).With(200).Json["faults"]!.AsArray().ShouldBeEmpty();
        var refused = (await _author.PostAsync(half.Id, "submit")).With(422);
        refused.Json["errors"]!.AsArray().Count.ShouldBe(faults.Count);
        _gateway.Read<long>("SELECT COUNT(*) FROM messages").ShouldBe(0);
    }

    [Test]
    public async Task It_is_sent_once_under_its_id_and_says_nothing_any_more()
    {
        var made = (await _author.CreateAsync(DraftClient.Request("Seen at the quay."))).With(201);

        var sent = (await _author.PostAsync(made.Id, "submit", match: made.Tag)).With(200);
        var again = (await _author.PostAsync(made.Id, "submit")).With(200);

        (sent.Text("status"), sent.Text("exchangeId")).ShouldBe(("sent", made.Id.ToString()));
        sent.Text("reference").ShouldNotBeNull().ShouldBe(again.Text("reference"));
        _gateway.Read<string>("SELECT message_id FROM messages").ShouldBe(made.Id.ToString());
        _gateway.Read<long>("SELECT COUNT(*) FROM drafts WHERE content IS NULL AND wrapped_key IS NULL").ShouldBe(1);
        (await _author.ReadAsync(made.Id)).With(200).Json["message"].ShouldBeNull();
        (await _author.ReplaceAsync(made.Id, Half, sent.Tag)).With(409).Code.ShouldBe("draft-sent");
        (await _author.DeleteAsync(made.Id)).With(409).Code.ShouldBe("draft-sent");
    }

    [Test]
    public async Task An_answer_goes_to_the_message_that_it_names()
    {
        var theirs = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(theirs));
        var made = (
            await _author.CreateAsync(
                new JsonObject { ["handling"] = DraftClient.Json(TestGateway.Handling), ["body"] = DraftClient.Json(TestGateway.Response) },
                "response",
                theirs.MessageId
            )
        ).With(201);

        (await _author.PostAsync(made.Id, "submit")).With(200).Text("reference").ShouldBe(theirs.Reference);
    }

    [Test]
    public async Task Who_closes_an_exchange_is_told_what_is_open_in_it_and_the_outcome_is_kept_with_it()
    {
        var theirs = TestGateway.TheirRequest() with { Kind = CaseKinds.SpontaneousInformation };
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(theirs, TwoGateways.Example<SpontaneousInformationBody>(CaseKinds.SpontaneousInformation))
        );
        var feedback = new JsonObject
        {
            ["handling"] = DraftClient.Json(TestGateway.Handling),
            ["body"] = DraftClient.Json(new FeedbackBody { Outcome = FeedbackOutcome.Arrest, Usefulness = Usefulness.Useful }),
        };
        var first = (await _author.CreateAsync(feedback, "feedback", theirs.MessageId)).With(201);
        (await _author.ReadAsync(first.Id, "/check")).With(200).Json["warnings"]!.AsArray().ShouldBeEmpty();
        (await _author.PostAsync(first.Id, "submit")).With(200);

        var second = (await _author.CreateAsync(feedback, "feedback", theirs.MessageId)).With(201);
        var warning = (await _author.ReadAsync(second.Id, "/check")).With(200).Json["warnings"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)warning["pointer"]!, (string)warning["detail"]!).ShouldBe(
            ("/body/outcome", "Still open: A message of ours has no receipt.")
        );
        var state = (await _author.SendAsync("GET", $"/{theirs.ExchangeId}", under: "exchanges")).With(200).Json["state"]!;
        ((string)state["status"]!, (string)state["outcome"]!, state["stillOpen"]!.ToJsonString()).ShouldBe(
            ("closed", "arrest", """["receipts"]""")
        );
    }

    [Test]
    public async Task The_list_goes_on_where_a_page_ends()
    {
        for (var count = 0; count < 51; count++)
            (await _author.CreateAsync(Half)).With(201);
        var page = (await _author.SendAsync("GET", "")).With(200).Json.AsArray();

        page.Count.ShouldBe(50);
        (await _author.SendAsync("GET", $"?before={page[^1]!["id"]}")).With(200).Json.AsArray().ShouldHaveSingleItem();
    }
}
