using System.Text.Json.Nodes;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Drafting;
using Exchange.Gateway.Home;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>Four eyes: what must be released leaves by a second person alone, as it was shown, and once.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class ReleaseTests(string store)
{
    private static readonly Handling OfVictim = TestGateway.Handling with { ContainsVictimData = true, HandlingCodes = [HandlingCode.H2] };

    private TestGateway _gateway = null!;
    private DraftClient _author = null!;
    private DraftClient _supervisor = null!;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start(settings: new() { Release = new() { Kinds = [] } }, store: store);
        _author = await DraftClient.OfAsync(_gateway, Role.Officer);
        _supervisor = await DraftClient.OfPersonAsync(_gateway, "supervisor", [Role.Supervisor], Enum.GetValues<Clearance>());
    }

    [TearDown]
    public async Task Stop()
    {
        _author.Dispose();
        _supervisor.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task What_must_be_released_waits_and_leaves_as_it_was_shown()
    {
        var asked = await AskAsync();
        asked.Text("status").ShouldBe("awaiting-release");
        Sent().ShouldBe(0);
        (await _supervisor.SendAsync("GET", "?status=awaiting-release")).With(200).Json.AsArray().ShouldHaveSingleItem()![
            "releaseRequired"
        ]!
            .GetValue<bool>()
            .ShouldBeTrue();

        var shown = (await _supervisor.ReadAsync(asked.Id, "/outgoing")).With(200).Json;
        ((string)shown["to"]!, (string)shown["kind"]!, (string)shown["classification"]!).ShouldBe(("MYS", "request", "restricted"));
        shown["rules"]!.AsArray().Select(rule => (string)rule!["code"]!).ShouldBe(["victim-data", "handling-codes"]);
        shown["handling"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe("""{"pointer":"/handling","codes":["H2"]}""");
        var released = (await _supervisor.PostAsync(asked.Id, "release", Shown(shown))).With(200);
        var again = (await _supervisor.PostAsync(asked.Id, "release", Shown(shown))).With(200);

        (released.Text("status"), again.Text("reference")).ShouldBe(("sent", released.Text("reference")));
        Sent().ShouldBe(1);
        var said = JsonNode.Parse(Content(asked.Id))!;
        JsonNode.DeepEquals(said["body"], shown["message"]!["body"]).ShouldBeTrue();
        JsonNode.DeepEquals(said["handling"], shown["message"]!["handling"]).ShouldBeTrue();
        var (author, supervisor) = (Entry(LedgerEvents.ReleaseAsked).Actor, Entry(LedgerEvents.MessageReleased).Actor);
        (author, supervisor).ShouldBe((Entry(LedgerEvents.MessageSent).Actor, Entry(LedgerEvents.DraftOpened).Actor));
        author.ShouldNotBe(supervisor);
        var history = (await _supervisor.SendAsync("GET", $"/{asked.Id}/history", under: "exchanges")).With(200).Json;
        history
            .AsArray()
            .Select(step => ((string)step!["event"]!, (string)step["actor"]!))
            .ShouldBe([
                ("message-released", supervisor),
                ("message-sent", author),
                ("draft-opened", supervisor),
                ("release-asked", author),
            ]);
        ((string)Entry(LedgerEvents.MessageReleased).Detail!["shown"]!).ShouldBe((string)shown["digest"]!);
    }

    [Test]
    public async Task A_list_tells_drafts_apart_to_who_may_read_them_and_opens_none()
    {
        await AskAsync();
        using var uncleared = await DraftClient.OfPersonAsync(_gateway, "uncleared", [Role.Supervisor], []);

        var (shown, withheld) = (await ListedAsync(_supervisor), await ListedAsync(uncleared));

        (shown.Text("classification"), shown.Text("urgency")).ShouldBe(("restricted", "routine"));
        shown.Json["handlingCodes"]!.ToJsonString().ShouldBe("""["H2"]""");
        (withheld.Text("classification"), withheld.Text("urgency"), withheld.Json["handlingCodes"]).ShouldBe((null, null, null));
        Entries(LedgerEvents.DraftOpened).ShouldBeEmpty();

        static async Task<DraftAnswer> ListedAsync(DraftClient caller)
        {
            var all = (await caller.SendAsync("GET", "?status=awaiting-release")).With(200);
            return all with { Json = all.Json.AsArray().ShouldHaveSingleItem()! };
        }
    }

    [Test]
    public async Task What_is_written_and_what_would_leave_are_read_at_once_with_one_entry()
    {
        var asked = await AskAsync();

        var read = (await _supervisor.ReadAsync(asked.Id, "?outgoing=true")).With(200).Json;

        Entries(LedgerEvents.DraftOpened).ShouldHaveSingleItem();
        ((string)read["status"]!).ShouldBe("awaiting-release");
        JsonNode.DeepEquals(read["outgoing"], (await _supervisor.ReadAsync(asked.Id, "/outgoing")).With(200).Json).ShouldBeTrue();
        (await _supervisor.ReadAsync(asked.Id)).With(200).Json["outgoing"].ShouldBeNull();
    }

    [Test]
    public async Task Who_releases_is_shown_the_warnings_and_they_leave_with_nothing()
    {
        var message = DraftClient.Request(handling: OfVictim);
        message["body"]!["subjects"] = JsonNode.Parse("""[{ "type": "vessel", "id": "v1", "imo": "9074728" }]""");
        var made = (await _author.CreateAsync(message)).With(201);
        (await _author.PostAsync(made.Id, "submit", match: made.Tag)).With(200);

        var shown = (await _supervisor.ReadAsync(made.Id, "/outgoing")).With(200).Json;

        ((string)shown["warnings"]!.AsArray().ShouldHaveSingleItem()!["pointer"]!).ShouldBe("/body/subjects/0/imo");
        shown["message"]!.ToJsonString().ShouldNotContain("warning");
        (await _supervisor.PostAsync(made.Id, "release", Shown(shown))).With(200);
        Content(made.Id).ShouldNotContain("warning");
    }

    [Test]
    public async Task Nobody_releases_its_own_whatever_its_roles()
    {
        using var both = await DraftClient.OfPersonAsync(
            _gateway,
            "both",
            [Role.Officer, Role.Supervisor, Role.Administrator],
            Enum.GetValues<Clearance>()
        );
        var asked = await AskAsync(both);
        var shown = Shown((await both.ReadAsync(asked.Id, "/outgoing")).With(200).Json);

        (await both.PostAsync(asked.Id, "release", shown)).With(403).Code.ShouldBe("own-draft");
        (await both.PostAsync(asked.Id, "return", Reason("Mine."), asked.Tag)).With(403).Code.ShouldBe("own-draft");

        Sent().ShouldBe(0);
        ((string)Entry(LedgerEvents.AccessDenied).Detail!["what"]!).ShouldBe("own-draft");
    }

    [Test]
    public async Task A_machine_releases_nothing()
    {
        using var person = await DraftClient.OfPersonAsync(_gateway, "another", [Role.Officer], Enum.GetValues<Clearance>());
        var asked = await AskAsync(person);
        using var machine = await DraftClient.OfAsync(_gateway, Role.Supervisor);
        var shown = Shown((await machine.ReadAsync(asked.Id, "/outgoing")).With(200).Json);

        (await machine.PostAsync(asked.Id, "release", shown)).With(403).Code.ShouldBe("person-required");

        Sent().ShouldBe(0);
    }

    [Test]
    public async Task What_a_key_does_is_done_by_the_person_who_made_it()
    {
        using var both = await DraftClient.OfPersonAsync(
            _gateway,
            "both",
            [Role.Officer, Role.Supervisor, Role.Administrator],
            Enum.GetValues<Clearance>()
        );
        using var officer = await MadeByAsync(both, Role.Officer);
        using var supervisor = await MadeByAsync(both, Role.Supervisor);
        using var administrator = await MadeByAsync(both, Role.Administrator);
        using var far = await MadeByAsync(administrator, Role.Supervisor);

        var ofKey = await AskAsync(officer);
        (await both.PostAsync(ofKey.Id, "release", await ShownAsync(ofKey))).With(403).Code.ShouldBe("own-draft");
        (await both.PostAsync(ofKey.Id, "return", Reason("Mine."), ofKey.Tag)).With(403).Code.ShouldBe("own-draft");
        (await supervisor.PostAsync(ofKey.Id, "release", await ShownAsync(ofKey))).With(403).Code.ShouldBe("own-draft");
        var ofPerson = await AskAsync(both);
        (await supervisor.PostAsync(ofPerson.Id, "release", await ShownAsync(ofPerson))).With(403).Code.ShouldBe("own-draft");
        (await far.PostAsync(ofPerson.Id, "release", await ShownAsync(ofPerson))).With(403).Code.ShouldBe("own-draft");
        (await both.SendAsync("DELETE", $"/{_made[0]}", under: "keys")).With(204);
        (await both.PostAsync(ofKey.Id, "release", await ShownAsync(ofKey))).With(403).Code.ShouldBe("own-draft");
        Sent().ShouldBe(0);

        (await _supervisor.PostAsync(ofKey.Id, "release", await ShownAsync(ofKey))).With(200);
        (await _supervisor.PostAsync(ofPerson.Id, "release", await ShownAsync(ofPerson))).With(200);
        var keys = (await both.SendAsync("GET", "", under: "keys"))
            .With(200)
            .Json.AsArray()
            .Where(key => _made.Contains((string)key!["name"]!));
        keys.Select(key => (string?)key!["madeByName"]).ShouldBe(["both", "both", "both", "both"]);
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Administrator)]
    public async Task Only_a_supervisor_releases(Role role)
    {
        using var person = await DraftClient.OfPersonAsync(_gateway, "another", [role], Enum.GetValues<Clearance>());
        var asked = await AskAsync();
        var shown = Shown((await _supervisor.ReadAsync(asked.Id, "/outgoing")).With(200).Json);

        (await person.PostAsync(asked.Id, "release", shown)).With(403).Code.ShouldBe("forbidden");
        Sent().ShouldBe(0);
    }

    [Test]
    public async Task Where_a_party_has_units_the_authors_unit_alone_sees_it_and_has_the_exchange()
    {
        await using var gateway = TestGateway.Start(settings: new() { Units = ["CID", "SB"] }, store: store);
        using var author = await DraftClient.OfPersonAsync(gateway, "author", [Role.Officer], Enum.GetValues<Clearance>(), "CID");
        using var ours = await DraftClient.OfPersonAsync(gateway, "ours", [Role.Supervisor], Enum.GetValues<Clearance>(), "CID");
        using var theirs = await DraftClient.OfPersonAsync(gateway, "theirs", [Role.Supervisor], Enum.GetValues<Clearance>(), "SB");
        var asked = await AskAsync(author);
        var shown = Shown((await ours.ReadAsync(asked.Id, "/outgoing")).With(200).Json);

        (await theirs.ReadAsync(asked.Id)).With(404);
        (await theirs.PostAsync(asked.Id, "release", shown)).With(404);
        (await theirs.SendAsync("GET", "")).With(200).Json.AsArray().ShouldBeEmpty();
        (await ours.SendAsync("GET", "")).With(200).Json.AsArray().ShouldHaveSingleItem();
        ((int)(await theirs.SendAsync("GET", "/news?from=0")).With(200).Json["count"]!).ShouldBe(0);
        ((int)(await ours.SendAsync("GET", "/news?from=0")).With(200).Json["count"]!).ShouldBe(1);
        (await ours.PostAsync(asked.Id, "release", shown)).With(200);

        gateway.Read<string>($"SELECT unit FROM exchanges WHERE exchange_id = '{asked.Id}'").ShouldBe("CID");
    }

    [Test]
    public async Task What_was_not_shown_is_not_released()
    {
        var asked = await AskAsync();
        (await _supervisor.PostAsync(asked.Id, "release", new() { ["digest"] = Digest.Of("x"u8).ToString() }))
            .With(409)
            .Code.ShouldBe("not-as-shown");
        var shown = Shown((await _supervisor.ReadAsync(asked.Id, "/outgoing")).With(200).Json);

        var edited = (await _author.ReplaceAsync(asked.Id, DraftClient.Request("Changed.", OfVictim), asked.Tag)).With(200);
        edited.Text("status").ShouldBe("editing");
        (await _supervisor.PostAsync(asked.Id, "release", shown)).With(404);
        (await _author.PostAsync(asked.Id, "submit")).With(200).Text("status").ShouldBe("awaiting-release");
        (await _supervisor.PostAsync(asked.Id, "release", shown)).With(409).Code.ShouldBe("not-as-shown");

        Sent().ShouldBe(0);
        ((string)Entry(LedgerEvents.ReleaseVoided).Detail!["shown"]!).ShouldBe((string)shown["digest"]!);
        (await _supervisor.ReadAsync(asked.Id)).With(200).Json["former"]!["body"]!["facts"]!.GetValue<string>().ShouldBe("A test.");
    }

    [Test]
    public async Task What_was_edited_between_reading_and_recording_does_not_leave()
    {
        var asked = await AskAsync();
        var drafts = _gateway.Part<DraftReader>();
        using var sql = _gateway.Part<Database>().OpenSession();
        var read = DraftTable.Find(sql, asked.Id)!;
        var message = drafts.Read(sql, read, drafts.Open(read)).Draft!;
        var shown = (string)Shown((await _supervisor.ReadAsync(asked.Id, "/outgoing")).With(200).Json)["digest"]!;
        (await _author.ReplaceAsync(asked.Id, DraftClient.Request("Changed.", OfVictim), asked.Tag)).With(200);

        (
            await _gateway
                .Part<DraftSending>()
                .SendAsync(sql, read, message, new(TestCaller.Officer, Digest.Parse(shown)), CancellationToken.None)
        ).ShouldBe(DraftResult.Changed);

        Sent().ShouldBe(0);
        (await _author.ReadAsync(asked.Id)).With(200).Text("status").ShouldBe("editing");
    }

    [Test]
    public async Task A_draft_that_is_deleted_awaits_nothing()
    {
        var asked = await AskAsync();

        (await _author.DeleteAsync(asked.Id)).With(204);

        (await _supervisor.ReadAsync(asked.Id)).With(404);
        Entry(LedgerEvents.ReleaseVoided).MessageId.ShouldBe(asked.Id);
    }

    [Test]
    public async Task It_is_returned_with_a_reason_that_no_entry_tells()
    {
        var asked = await AskAsync();
        (await _supervisor.PostAsync(asked.Id, "return", Reason(" "), asked.Tag)).With(400);
        (await _supervisor.PostAsync(asked.Id, "return", Reason("The boat has another name."), asked.Tag))
            .With(200)
            .Text("status")
            .ShouldBe("returned");
        var read = (await _author.ReadAsync(asked.Id)).With(200);
        read.Text("reason").ShouldBe("The boat has another name.");
        read.Json["former"]!["body"]!["facts"]!.GetValue<string>().ShouldBe("A test.");
        (await _supervisor.PostAsync(asked.Id, "release", new() { ["digest"] = Digest.Of("x"u8).ToString() }))
            .With(409)
            .Code.ShouldBe("not-awaiting-release");
        _gateway.Read<long>(_gateway.Sql("SELECT COUNT(*) FROM entries WHERE CAST(leaf AS TEXT) LIKE '%boat%'")).ShouldBe(0);

        (await _author.PostAsync(asked.Id, "submit")).With(200).Text("status").ShouldBe("awaiting-release");
        var shown = Shown((await _supervisor.ReadAsync(asked.Id, "/outgoing")).With(200).Json);
        (await _supervisor.PostAsync(asked.Id, "release", shown)).With(200).Text("status").ShouldBe("sent");
    }

    [Test]
    public async Task What_was_not_read_is_not_returned()
    {
        var asked = await AskAsync();
        (await _author.ReplaceAsync(asked.Id, DraftClient.Request("Changed.", OfVictim), asked.Tag)).With(200);
        var again = (await _author.PostAsync(asked.Id, "submit")).With(200);

        (await _supervisor.PostAsync(asked.Id, "return", Reason("Why?"))).With(428).Code.ShouldBe("if-match-required");
        (await _supervisor.PostAsync(asked.Id, "return", Reason("Why?"), asked.Tag)).With(412).Code.ShouldBe("draft-changed");
        (await _author.ReadAsync(asked.Id)).With(200).Text("status").ShouldBe("awaiting-release");

        var returned = (await _supervisor.PostAsync(asked.Id, "return", Reason("Why?"), again.Tag)).With(200);
        // Its answer was lost.
        (await _supervisor.PostAsync(asked.Id, "return", Reason("Why?"), again.Tag)).With(200).Tag.ShouldBe(returned.Tag);
    }

    [Test]
    public async Task A_supervisor_changes_and_submits_nothing_of_others()
    {
        using var both = await DraftClient.OfPersonAsync(_gateway, "both", [Role.Officer, Role.Supervisor], Enum.GetValues<Clearance>());
        var asked = await AskAsync();

        (await both.ReplaceAsync(asked.Id, DraftClient.Request("Mine."), asked.Tag)).With(403).Code.ShouldBe("not-author");
        (await both.PostAsync(asked.Id, "submit")).With(403);
        (await both.DeleteAsync(asked.Id)).With(403);
        (await _author.ReadAsync(asked.Id)).With(200).Tag.ShouldBe(asked.Tag);
    }

    [Test]
    public async Task What_is_withheld_from_a_supervisor_is_neither_shown_nor_released()
    {
        using var person = await DraftClient.OfPersonAsync(_gateway, "without", [Role.Supervisor], [Clearance.MinorData]);
        var asked = await AskAsync();
        var shown = Shown((await _supervisor.ReadAsync(asked.Id, "/outgoing")).With(200).Json);

        (await person.ReadAsync(asked.Id)).With(403).Code.ShouldBe("withheld");
        (await person.ReadAsync(asked.Id, "/outgoing")).With(403).Code.ShouldBe("withheld");
        (await person.PostAsync(asked.Id, "release", shown)).With(403).Code.ShouldBe("withheld");
        Sent().ShouldBe(0);
    }

    [Test]
    public async Task No_other_path_sends_what_must_be_released()
    {
        var theirs = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(theirs));
        var opening = DraftClient.Request(handling: OfVictim);
        (opening["counterpart"], opening["kind"]) = ("MYS", "request");
        var answer = new JsonObject { ["handling"] = DraftClient.Json(OfVictim), ["body"] = DraftClient.Json(TestGateway.Response) };

        foreach (var (path, body) in new[] { ("", opening), ($"/{theirs.MessageId}/respond", answer) })
        {
            var refused = (await _author.SendAsync("POST", path, body, ("Idempotency-Key", "one"), under: "messages")).With(409);
            refused.Code.ShouldBe("release-required");
            refused.Text("detail")!.ShouldContain("It contains data of victims.");
            refused.Text("detail")!.ShouldContain("/api/v1/drafts");
        }

        Sent().ShouldBe(0);
    }

    [Test]
    public async Task A_fault_while_it_is_recorded_leaves_the_draft_as_it_was()
    {
        var asked = await AskAsync();
        var shown = Shown((await _supervisor.ReadAsync(asked.Id, "/outgoing")).With(200).Json);
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(_gateway.Sql("CREATE TRIGGER refuse BEFORE UPDATE ON drafts BEGIN SELECT RAISE(ABORT, 'A test.'); END"))
        );

        (await _supervisor.PostAsync(asked.Id, "release", shown)).Status.ShouldBeGreaterThanOrEqualTo(500);
        (Sent(), _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE message_id IS NOT NULL AND NOT link")).ShouldBe((0, 0));
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute(_gateway.Sql("DROP TRIGGER refuse")));

        (await _supervisor.PostAsync(asked.Id, "release", shown)).With(200).Text("status").ShouldBe("sent");
        Sent().ShouldBe(1);
    }

    [Test]
    public async Task What_a_policy_sends_needs_no_release()
    {
        await using var gateway = TestGateway.Start(settings: new() { Release = new() { Kinds = ["request"] } }, store: store);
        var id = MessageId.New(gateway.Clock);
        var draft = new CaseDraft(gateway.Counterpart, id, id, TestGateway.Handling, TestGateway.Request);

        (
            await gateway.Part<CaseSender>().SendAsync(draft, new("one", Digest.Of("x"u8), "user:x"), CancellationToken.None)
        ).ShouldBeOfType<SendResult.ReleaseRequired>();
        (
            await gateway.Part<CaseSender>().SendAsync(draft, new("two", Digest.Of("x"u8), "policy:x"), CancellationToken.None)
        ).ShouldBeOfType<SendResult.Sent>();
    }

    [Test]
    public async Task Who_releases_is_told_how_many_drafts_were_asked_for_since_and_still_wait()
    {
        await AskAsync();
        var begin = (await _supervisor.SendAsync("GET", "/news")).With(200).Json;
        ((int)begin["count"]!).ShouldBe(0, "without a beginning it only says where to begin");
        var from = (long)begin["next"]!;
        (await NewsAsync(_supervisor)).ShouldBe(0);

        var asked = await AskAsync();
        await AskAsync();
        (await NewsAsync(_supervisor)).ShouldBe(2);
        (await NewsAsync(_author)).ShouldBe(0, "nobody releases an own draft");
        (await _supervisor.PostAsync(asked.Id, "return", new() { ["reason"] = "A test." }, asked.Tag)).With(200);
        (await NewsAsync(_supervisor)).ShouldBe(1);

        async Task<int> NewsAsync(DraftClient caller) => (int)(await caller.SendAsync("GET", $"/news?from={from}")).With(200).Json["count"]!;
    }

    private Task<DraftAnswer> AskAsync() => AskAsync(_author);

    private static async Task<DraftAnswer> AskAsync(DraftClient author)
    {
        var made = (await author.CreateAsync(DraftClient.Request(handling: OfVictim))).With(201);
        return (await author.PostAsync(made.Id, "submit", match: made.Tag)).With(200);
    }

    private readonly List<string> _made = [];

    private async Task<DraftClient> MadeByAsync(DraftClient maker, Role role)
    {
        _made.Add($"made-{_made.Count}");
        var made = (
            await maker.SendAsync(
                "POST",
                "",
                DraftClient.Json(new NewCaller(_made[^1], [role]) { Clearances = Enum.GetValues<Clearance>() }),
                under: "keys"
            )
        ).With(201);
        return new(await _gateway.ListenAsync(made.Text("key")));
    }

    private async Task<JsonObject> ShownAsync(DraftAnswer draft) =>
        Shown((await _supervisor.ReadAsync(draft.Id, "/outgoing")).With(200).Json);

    private static JsonObject Shown(JsonNode shown) => new() { ["digest"] = (string)shown["digest"]! };

    private static JsonObject Reason(string text) => new() { ["reason"] = text };

    // The gateway acknowledges by itself.
    private long Sent() => _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing AND kind <> 'acknowledgement'");

    private string Content(Guid messageId)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        var stored = MessageTable.Find(sql, _gateway.Counterpart.Name, outgoing: true, messageId)!;
        return System.Text.Encoding.UTF8.GetString(_gateway.Part<ContentStore>().Open(sql, stored.EntryIndex, stored.Signed)!);
    }

    private LedgerLeaf Entry(string @event) => Entries(@event)[0];

    private List<LedgerLeaf> Entries(string @event)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return [.. EntryTable.Read(sql, null, 0).Select(entry => LedgerLeaf.Read(entry.Leaf).OrThrow()).Where(leaf => leaf.Event == @event)];
    }
}

/// <summary>Which messages must be released, by the settings.</summary>
internal sealed class ReleasePolicyTests
{
    [TestCase("request", "unclassified", "H0", "", "")]
    [TestCase("request", "restricted", "H0", "", "")]
    [TestCase("request", "confidential", "H0", "", "classification")]
    [TestCase("protection-alert", "unclassified", "H0", "", "kind")]
    [TestCase("request", "unclassified", "H1", "", "handling-codes")]
    [TestCase("request", "unclassified", "H3", "", "handling-codes")]
    [TestCase("request", "unclassified", "H0", "containsVictimData", "victim-data")]
    [TestCase("request", "unclassified", "H0", "containsMinorData", "minor-data")]
    [TestCase("protection-alert", "confidential", "H2", "containsVictimData", "victim-data handling-codes classification kind")]
    public void Each_rule_demands_a_release(string kind, string classification, string code, string mark, string rules)
    {
        var said = System.Text.Json.JsonSerializer.SerializeToElement(
            new JsonObject
            {
                ["handling"] = new JsonObject
                {
                    ["classification"] = classification,
                    ["handlingCodes"] = new JsonArray(code),
                    [mark.Length > 0 ? mark : "language"] = true,
                },
            }
        );
        RulesOf(new() { Kinds = ["protection-alert"] }, kind, said).ShouldBe(rules);
        RulesOf(ReleaseSettings.None, kind, said).ShouldBe("");
    }

    [Test]
    public void By_default_every_kind_is_released_but_reminders_whatever_their_handling()
    {
        using var said = System.Text.Json.JsonDocument.Parse(
            """{ "handling": { "classification": "confidential", "handlingCodes": ["H2"], "containsVictimData": true } }"""
        );
        using var free = System.Text.Json.JsonDocument.Parse("""{ "handling": { "handlingCodes": ["H0"] } }""");
        foreach (var kind in CaseKinds.All.Where(kind => kind != CaseKinds.Reminder))
            RulesOf(new(), kind.Code, free.RootElement).ShouldBe("kind", kind.Code);
        RulesOf(new(), CaseKinds.Reminder.Code, free.RootElement).ShouldBe("");
        RulesOf(new(), CaseKinds.Reminder.Code, said.RootElement).ShouldBe("");
        RulesOf(new() { Kinds = [CaseKinds.Reminder.Code] }, CaseKinds.Reminder.Code, free.RootElement).ShouldBe("kind");
        RulesOf(new() { Kinds = [] }, CaseKinds.Erasure.Code, free.RootElement).ShouldBe("kind");
    }

    [Test]
    public void A_code_of_one_item_is_enough_and_counts_with_those_of_its_message()
    {
        using var said = System.Text.Json.JsonDocument.Parse(
            """
            { "handling": { "handlingCodes": ["H1"] }, "body": { "answers": [{ "items": [{ "text": "x" }, { "handlingCodes": ["H2"], "entity": { "handlingCodes": ["H0"] } }] }] } }
            """
        );
        HandledParts
            .Of(said.RootElement)
            .Select(part => $"{part.Pointer} {string.Join('+', part.Codes)}")
            .ShouldBe(["/handling H1", "/body/answers/0/items/1 H1+H2", "/body/answers/0/items/1/entity H1+H2"]);
        // Beside the whole message, wherever it is listed, stand the codes of its items too.
        HandlingMark.Of(said.RootElement)!.Codes.ShouldBe([HandlingCode.H1, HandlingCode.H2]);
        using var free = System.Text.Json.JsonDocument.Parse(
            """{ "handling": { "handlingCodes": ["H0"] }, "body": { "items": [{ "handlingCodes": ["H\u0033"] }] } }"""
        );
        RulesOf(new() { Kinds = [] }, "request", free.RootElement).ShouldBe("handling-codes");
        HandlingMark.Of(free.RootElement)!.Codes.ShouldBe([HandlingCode.H3]);
    }

    private static string RulesOf(ReleaseSettings release, string kind, System.Text.Json.JsonElement said) =>
        string.Join(
            ' ',
            new ReleasePolicy(new() { Release = release })
                .RulesOf(kind, said)
                .Select(Exchange.Protocol.Reading.CodeNames<ReleaseRule>.Write)
        );
}
