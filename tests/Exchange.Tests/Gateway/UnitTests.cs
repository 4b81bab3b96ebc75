using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Gateway.Home;
using Exchange.Gateway.Opening;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Schemas;
using Exchange.Protocol.Vocabulary;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Microsoft.AspNetCore.Routing;

namespace Exchange.Tests.Gateway;

/// <summary>Where a party has units, an exchange is its unit's, and to the officers of another as if it were not there.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class UnitTests(string store)
{
    private TestGateway _gateway = null!;
    private HttpClient _cid = null!;
    private HttpClient _sb = null!;
    private int _number;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start(settings: new() { Units = ["CID", "SB"], Release = ReleaseSettings.None }, store: store);
        (_cid, _sb) = (await OfficerOfAsync("CID"), await OfficerOfAsync("SB"));
    }

    [TearDown]
    public async Task Stop()
    {
        _cid.Dispose();
        _sb.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task Another_units_exchange_answers_on_every_route_as_one_that_does_not_exist()
    {
        var (theirs, ours) = (await ReceiveAsync(), await OpenAsync(_cid));
        await AssignAsync(_cid, theirs, "unit=CID");
        var routes = _gateway
            .Part<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route =>
                route.RoutePattern.RawText!.Contains("{id:guid}", StringComparison.Ordinal)
                && !route.RoutePattern.RawText!.Contains("/drafts/", StringComparison.Ordinal)
                && !route.RoutePattern.RawText!.Contains("/passkeys/", StringComparison.Ordinal)
                && (route.Metadata.GetMetadata<Exchange.Gateway.Api.Rights.OpenTo>()?.Roles.Contains(Role.Officer) ?? false)
            )
            .ToList();
        routes.Count.ShouldBeGreaterThan(18);
        foreach (var route in routes)
        {
            var answers = new List<string>();
            foreach (var id in new[] { theirs, ours })
            {
                (await AskAsync(_sb, route, id)).ShouldBe("not-found", route.RoutePattern.RawText);
                answers.Add(await AskAsync(_cid, route, id));
            }

            answers.ShouldContain(code => code != "not-found", route.RoutePattern.RawText);
        }

        // Each denial names the exchange: whose it is sees who asked for it.
        var denied = Entries(LedgerEvents.AccessDenied).Where(entry => (string)entry.Detail!["what"]! == "unit").ToList();
        denied.Select(entry => entry.ExchangeId).Distinct().ShouldBe([theirs, ours], ignoreOrder: true);
        denied.ShouldAllBe(entry => entry.Counterpart != null);
    }

    [Test]
    public async Task A_draft_answers_no_message_of_another_unit_and_goes_with_its_exchange_when_that_is_handed_over()
    {
        var theirs = await ReceiveAsync();
        await AssignAsync(_cid, theirs, "unit=CID");
        var draft = new
        {
            counterpart = "MYS",
            kind = "acknowledgement",
            inReplyTo = theirs,
            message = new { },
        };

        using var refused = await DraftAsync(_sb, draft);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var nowhere = await DraftAsync(_sb, draft with { inReplyTo = MessageId.New(TimeProvider.System) });
        (await FaultsAsync(nowhere)).ShouldBe(await FaultsAsync(refused));
        using var made = await DraftAsync(_cid, draft);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        await AssignAsync(_cid, theirs, "unit=SB");
        foreach (var part in new[] { "", "/check" })
        {
            using var gone = await _cid.GetAsync(new Uri(made.Headers.Location + part, UriKind.Relative));
            gone.StatusCode.ShouldBe(HttpStatusCode.NotFound, part);
        }

        using var sent = await _cid.PostAsync(new Uri(made.Headers.Location + "/submit", UriKind.Relative), null);
        sent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Another_units_exchanges_are_in_no_list_and_no_count_and_each_list_says_that_it_is_not_all()
    {
        var theirs = await ReceiveAsync();
        var free = await ReceiveAsync();
        var ours = await OpenAsync(_cid);
        await AssignAsync(_cid, theirs, "unit=CID");

        (await ExchangesAsync(_cid)).ShouldBe([theirs, free, ours], ignoreOrder: true);
        foreach (
            var query in new[]
            {
                "",
                "?unit=CID",
                "?queue=my-units",
                "?queue=unassigned",
                "?kind=request",
                "?status=delivered",
                "?ourTurn=true",
                "?dueBefore=2099-01-01T00:00:00.000Z",
                $"?reference={ReferenceOf(theirs)}",
            }
        )
        {
            (await ExchangesAsync(_sb, query)).ShouldBeSubsetOf([free]);
        }

        (await ExchangesAsync(_sb, "?queue=unassigned")).ShouldBe([free]);
        (await ExchangesAsync(_cid, "?unit=CID")).ShouldBe([theirs, ours], ignoreOrder: true);
        (await ExchangesAsync(_cid, "?queue=my-units")).ShouldBe([theirs, ours], ignoreOrder: true);
        (await ExchangesAsync(_cid, "?queue=mine")).ShouldBeEmpty("a machine key is no officer");
        (await ExchangesAsync(_cid, "?unit=SB")).ShouldBeEmpty();
        foreach (var query in new[] { "", $"?exchange={theirs}", "?dueBefore=2099-01-01T00:00:00.000Z", "?outgoing=true" })
            (await IdsAsync(_sb, $"messages{query}")).ShouldBeSubsetOf([free]);
        (await IdsAsync(_cid, "messages")).ShouldBe([theirs, free, ours], ignoreOrder: true);

        (await QueuesAsync(_cid) with { Theirs = 0 }).ShouldBe(new QueuesView(0, 2, 1, 2, 0, 0, 0));
        (await QueuesAsync(_sb)).ShouldBe(new QueuesView(0, 0, 1, 1, 0, 0, 0));
        (await NewsAsync(_cid)).ShouldBe(2);
        (await NewsAsync(_sb)).ShouldBe(1);
        (await NewsAsync(_cid, "exchanges/changes")).ShouldBe(3);
        (await NewsAsync(_sb, "exchanges/changes")).ShouldBe(1);
        foreach (var list in new[] { "exchanges", "exchanges?reference=MYS-BGD-2026-999999", "messages", "messages/incomplete" })
            (await IsWithheldAsync(_sb, list)).ShouldBeTrue(list);
        using var auditor = await _gateway.ListenAsync(await _gateway.AuditorKeyAsync());
        (await ExchangesAsync(auditor)).Count.ShouldBe(3);
        (await IsWithheldAsync(auditor, "exchanges")).ShouldBeFalse();
    }

    [Test]
    public async Task A_refused_message_of_another_units_exchange_is_in_no_list_of_those()
    {
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, TestGateway.Request with { Facts = "Something else." }));
        await AssignAsync(_cid, header.MessageId, "unit=CID");
        var entry = _gateway.Read<long>("SELECT entry_index FROM messages WHERE code = 502");

        (await IdsAsync(_cid, "messages/incomplete")).Count.ShouldBe(1);
        (await IdsAsync(_sb, "messages/incomplete")).ShouldBeEmpty();
        using var evidence = await _sb.PostAsync(
            new Uri($"/api/v1/messages/{header.MessageId}/evidence?content=false&entry={entry}", UriKind.Relative),
            null
        );
        evidence.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task What_messages_say_is_listed_for_its_unit_and_the_list_says_that_something_is_missing_whatever_is_asked()
    {
        var action = await ReceiveAsync(TwoGateways.Example<FollowUpActionBody>(CaseKinds.FollowUpAction));
        await ReceiveAsync(TwoGateways.Example<LessonLearnedBody>(CaseKinds.LessonLearned));
        await AssignAsync(_cid, action, "unit=CID");

        (await IsWithheldAsync(_cid, "actions")).ShouldBeFalse();
        foreach (var path in new[] { "actions", "actions?status=dropped" })
        {
            (await _sb.GetFromJsonAsync<JsonArray>(new Uri($"/api/v1/{path}", UriKind.Relative)))!.ShouldBeEmpty();
            (await IsWithheldAsync(_sb, path)).ShouldBeTrue(path);
        }

        (await IsWithheldAsync(_sb, "lessons")).ShouldBeFalse();
        var secret = TestGateway.TheirRequest() with
        {
            Kind = CaseKinds.FollowUpAction,
            Handling = TestGateway.Handling with { ContainsVictimData = true },
            Reference = Reference(),
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(secret, TwoGateways.Example<FollowUpActionBody>(CaseKinds.FollowUpAction)));
        var uncleared = TestCaller.Officer with { Clearances = [], Units = ["CID"] };
        (await _gateway.Part<ListHandler>().ActionsAsync(null, ActionStatus.Dropped, null, uncleared, default)).IsWithheld.ShouldBeTrue();
    }

    [Test]
    public async Task Who_opens_an_exchange_has_it_and_what_is_said_to_the_whole_party_is_no_units()
    {
        var (officer, name) = await PersonAsync("CID");
        var id = await OpenAsync(officer);

        (await ReadAsync(officer, id)).ShouldSatisfyAllConditions(view => view.Unit.ShouldBe("CID"), view => view.Officer.ShouldBe(name));
        (await ExchangesAsync(officer, "?queue=mine")).ShouldBe([id]);
        (await QueuesAsync(officer)).Mine.ShouldBe(1);
        Entries(LedgerEvents.ExchangeAssigned).ShouldHaveSingleItem().Detail!.ToJsonString().ShouldContain("\"unit\":\"CID\"");
        await OpenAsync(_cid, CaseKinds.LessonLearned);
        Entries(LedgerEvents.ExchangeAssigned).Count.ShouldBe(1);
        (await ReadAsync(_sb, await ReceiveAsync())).Unit.ShouldBeNull();
    }

    [Test]
    public async Task An_exchange_is_picked_up_handed_over_and_given_back_each_as_an_entry()
    {
        var id = await ReceiveAsync();
        var (first, name) = await PersonAsync("CID");
        var (second, other) = await PersonAsync("CID");

        (await AssignAsync(first, id, "mine=true")).ShouldBe("CID");
        (await RefusalAsync(second, id, "mine=true")).ShouldBe("assigned");
        (await RefusalAsync(first, id, "unit=Z")).ShouldBe("unknown-unit");
        (await RefusalAsync(first, id, $"unit=SB&officer={other}")).ShouldBe("unknown-officer");
        (await RefusalAsync(first, id, $"officer={other}")).ShouldBe("unknown-officer");
        (await RefusalAsync(first, id, "unit=SB&mine=true")).ShouldBe("not-yours");
        (await RefusalAsync(_cid, id, "mine=true")).ShouldBe("not-yours");
        (await AssignAsync(first, id, $"unit=CID&officer={other}")).ShouldBe("CID");
        (await ReadAsync(first, id)).Officer.ShouldBe(other);
        (await AssignAsync(first, id, $"unit=CID&officer={other}")).ShouldBe("CID");
        Entries(LedgerEvents.ExchangeAssigned).Count.ShouldBe(2, "what is so already is no entry");
        (await AssignAsync(second, id, "unit=SB")).ShouldBe("SB");
        (await RefusalAsync(first, id, "unit=CID")).ShouldBe("not-found");
        await AssignAsync(_sb, id, "");
        (await ReadAsync(first, id)).ShouldSatisfyAllConditions(view => view.Unit.ShouldBeNull(), view => view.Officer.ShouldBeNull());
        Entries(LedgerEvents.ExchangeAssigned).Count.ShouldBe(4);
        name.ShouldNotBe(other);
    }

    [Test]
    public async Task Who_has_an_exchange_is_in_the_ledger_from_which_the_tables_are_made_anew()
    {
        var id = await ReceiveAsync();
        await AssignAsync(_cid, id, "unit=CID");
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE exchanges SET unit = 'SB'"));

        await _gateway.Part<DatabaseRebuild>().RunAsync();

        _gateway.Read<string>("SELECT unit FROM exchanges").ShouldBe("CID");
    }

    [Test]
    public async Task Supervisors_see_their_units_and_who_belongs_to_several_all_of_them()
    {
        var (theirs, ours) = (await ReceiveAsync(), await OpenAsync(_cid));
        await AssignAsync(_cid, theirs, "unit=SB");
        using var supervisor = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Supervisor], [], "CID"));
        using var both = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Supervisor], [], "CID", "SB"));
        using var none = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Supervisor], []));

        (await ExchangesAsync(supervisor)).ShouldBe([ours]);
        (await ExchangesAsync(both)).ShouldBe([theirs, ours], ignoreOrder: true);
        (await ExchangesAsync(none)).ShouldBeEmpty();
    }

    [Test]
    public async Task Without_units_everyone_sees_all_and_nothing_is_assigned()
    {
        await using var gateway = TestGateway.Start(store: store);
        using var officer = await gateway.ListenAsync(await gateway.KeyAsync([Role.Officer], [], "CID"));
        await gateway.ArriveAsync(gateway.SealedByThem(TestGateway.TheirRequest()));
        var id = (await ExchangesAsync(officer)).ShouldHaveSingleItem();

        (await IsWithheldAsync(officer, "exchanges")).ShouldBeFalse();
        (await RefusalAsync(officer, id, "unit=CID")).ShouldBe("no-units");
    }

    [Test]
    public async Task A_unit_of_a_person_must_be_one_of_the_party()
    {
        using var administrator = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Administrator));
        using var added = await administrator.PostAsJsonAsync(
            "/api/v1/people",
            new NewCaller("rahima", [Role.Officer]) { Units = ["Cid"] },
            ProtocolJson.Options
        );
        added.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await added.Content.ReadAsStringAsync()).ShouldContain("must be of: CID, SB.");
    }

    [Test]
    public async Task The_command_line_assigns_and_lists_what_is_assigned()
    {
        var id = await ReceiveAsync();
        var reference = ReferenceOf(id);
        (await _gateway.RunAsync("assign", reference, "--unit", "SB")).Output.ShouldContain(", assigned to SB");
        (await _gateway.RunAsync("cases", "--unassigned")).Output.ShouldBeEmpty();
        (await _gateway.RunAsync("cases", "--unit", "SB")).Output.ShouldContain(reference);
        (await _gateway.RunAsync("cases")).Progress.ShouldContain("Exchanges of units other than yours are not listed.");
        var (person, name) = await PersonAsync("SB");
        var token = Path.Combine(_gateway.Home.Folder, "session");
        OwnFile.Write(token, person.DefaultRequestHeaders.Authorization!.Parameter!);
        var surroundings = new Dictionary<string, string>
        {
            ["EXCHANGE_URL"] = $"unix:{_gateway.Home.ApiSocket}",
            ["EXCHANGE_TOKEN_FILE"] = token,
        };
        (await CommandRun.OfAsync(surroundings, "assign", reference, "--mine")).Output.ShouldContain($", assigned to {name} of SB");
        (await CommandRun.OfAsync(surroundings, "cases", "--mine")).Output.ShouldContain(reference);
    }

    private async Task<HttpClient> OfficerOfAsync(string unit) =>
        await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Officer], Enum.GetValues<Clearance>(), unit));

    private async Task<(HttpClient Client, string Name)> PersonAsync(string unit)
    {
        using var administrator = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Administrator));
        var name = $"person-{++_number}";
        var person = await TestPerson.EnrolAsync(administrator, name, _gateway.Clock.GetUtcNow(), [Role.Officer], [unit]);
        using var session = await administrator.PostAsJsonAsync(
            "/api/v1/sessions",
            person.SignIn(_gateway.Clock.GetUtcNow().AddSeconds(30)),
            ProtocolJson.Options
        );
        return (
            TestGateway.Client(_gateway.Home, (await session.Content.ReadFromJsonAsync<SessionView>(ProtocolJson.Options))!.Token),
            name
        );
    }

    private string Reference() => $"MYS-BGD-{_gateway.Clock.GetUtcNow().Year}-{++_number:D6}";

    private async Task<Guid> ReceiveAsync(MessageBody? body = null)
    {
        var header = TestGateway.TheirRequest() with { Reference = Reference() };
        await _gateway.ArriveAsync(_gateway.SealedByThem(body is null ? header : header with { Kind = body.Kind }, body));
        return header.MessageId;
    }

    private static async Task<Guid> OpenAsync(HttpClient officer, CaseKind? kind = null)
    {
        var json = kind is null ? StoryFile.Read("request.json") : Encoding.UTF8.GetBytes(KindExamples.Of(kind)[0].Json);
        var submission = JsonNode.Parse(json)!;
        submission["counterpart"] = "MYS";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/messages")
        {
            Content = JsonContent.Create(submission),
            Headers = { { "Idempotency-Key", $"{MessageId.New(TimeProvider.System)}" } },
        };
        using var answer = await officer.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<SubmittedView>(ProtocolJson.Options))!.ExchangeId;
    }

    // The code of the problem; "ok" for none.
    private static async Task<string> AskAsync(HttpClient officer, RouteEndpoint route, Guid id)
    {
        var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
        var path = "/" + route.RoutePattern.RawText!.TrimStart('/').Replace("{id:guid}", MessageId.Write(id), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(
            new(method),
            path + (path.EndsWith("/evidence", StringComparison.Ordinal) ? "?content=false" : "")
        );
        if (CaseKinds.All.FirstOrDefault(kind => kind.Follows && path.EndsWith($"/{kind.Verb}", StringComparison.Ordinal)) is { } answered)
        {
            var example = JsonNode.Parse(KindExamples.Of(answered)[0].Json)!.AsObject();
            example.Remove("counterpart");
            example.Remove("expiresAt");
            request.Content = JsonContent.Create(example);
            request.Headers.Add("Idempotency-Key", $"{MessageId.New(TimeProvider.System)}");
        }

        using var answer = await officer.SendAsync(request);
        return answer.IsSuccessStatusCode ? "ok" : (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!;
    }

    private static Task<HttpResponseMessage> DraftAsync(HttpClient officer, object draft)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/drafts")
        {
            Content = JsonContent.Create(draft),
            Headers = { { "Idempotency-Key", $"{MessageId.New(TimeProvider.System)}" } },
        };
        return officer.SendAsync(request);
    }

    private static async Task<string> FaultsAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.ToJsonString();

    private static async Task<string?> AssignAsync(HttpClient officer, Guid id, string query)
    {
        using var answer = await officer.PostAsync(new Uri($"/api/v1/exchanges/{id}/assign?{query}", UriKind.Relative), null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<ExchangeView>(ProtocolJson.Options))!.Unit;
    }

    private static async Task<string> RefusalAsync(HttpClient officer, Guid id, string query)
    {
        using var answer = await officer.PostAsync(new Uri($"/api/v1/exchanges/{id}/assign?{query}", UriKind.Relative), null);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!;
    }

    private static async Task<ExchangeView> ReadAsync(HttpClient officer, Guid id) =>
        (await officer.GetFromJsonAsync<ExchangeView>(new Uri($"/api/v1/exchanges/{id}", UriKind.Relative), ProtocolJson.Options))!;

    private static async Task<List<Guid>> ExchangesAsync(HttpClient officer, string query = "") =>
        (
            await officer.GetFromJsonAsync<List<ExchangeView>>(new Uri($"/api/v1/exchanges{query}", UriKind.Relative), ProtocolJson.Options)
        )!.ConvertAll(view => view.ExchangeId);

    private static async Task<List<Guid>> IdsAsync(HttpClient officer, string path) =>
        (await officer.GetFromJsonAsync<List<MessageView>>(new Uri($"/api/v1/{path}", UriKind.Relative), ProtocolJson.Options))!
            .ConvertAll(view => view.ExchangeId!.Value)
            .Distinct()
            .ToList();

    private static async Task<QueuesView> QueuesAsync(HttpClient officer) =>
        (await officer.GetFromJsonAsync<QueuesView>(new Uri("/api/v1/exchanges/queues", UriKind.Relative), ProtocolJson.Options))!;

    private static async Task<int> NewsAsync(HttpClient officer, string of = "exchanges/news") =>
        (
            await officer.GetFromJsonAsync<NewsView>(new Uri($"/api/v1/{of}?from=0", UriKind.Relative), ProtocolJson.Options)
        )!.Count;

    private static async Task<bool> IsWithheldAsync(HttpClient officer, string path)
    {
        using var answer = await officer.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        return answer.Headers.Contains(ApiHeaders.Withheld);
    }

    private string ReferenceOf(Guid id) => _gateway.Read<string>($"SELECT reference FROM exchanges WHERE exchange_id = '{id}'");

    private List<LedgerLeaf> Entries(string @event)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return EntryTable
            .Read(sql, log: null, 0)
            .ConvertAll(entry => LedgerLeaf.Read(entry.Leaf).OrThrow())
            .FindAll(leaf => leaf.Event == @event);
    }
}
