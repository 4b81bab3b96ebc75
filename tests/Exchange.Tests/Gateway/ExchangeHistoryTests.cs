using System.Net;
using System.Net.Http.Json;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Home;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>What happened in an exchange, and who may see how much of it.</summary>
internal sealed class ExchangeHistoryTests
{
    private TestGateway _gateway = null!;
    private Guid _exchange;

    [SetUp]
    public async Task Start()
    {
        // An acknowledgement by policy would be one entry more, at some time.
        _gateway = TestGateway.Start(settings: new() { Policy = new() { AcknowledgeAutomatically = false }, Release = ReleaseSettings.None });
        var request = TestGateway.TheirRequest();
        _exchange = request.ExchangeId!.Value;
        await _gateway.ArriveAsync(_gateway.SealedByThem(request, TestGateway.Request));
        using var officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
        (await officer.GetAsync($"/api/v1/messages/{request.MessageId}/content")).EnsureSuccessStatusCode();
        (await officer.PostAsync($"/api/v1/exchanges/{_exchange}/bring-back?on=2099-01-01", null)).EnsureSuccessStatusCode();
    }

    [TearDown]
    public async Task End() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_supervisor_sees_messages_with_their_handling_deadlines_and_who_was_given_what()
    {
        var history = await OfAsync(Role.Supervisor);

        history
            .Select(entry => (entry.Group, entry.Event))
            .ShouldBe([
                (HistoryGroup.Deadline, LedgerEvents.BringBackSet),
                (HistoryGroup.Access, LedgerEvents.MessageOpened),
                (HistoryGroup.Message, LedgerEvents.MessageAccepted),
            ]);
        (history[2].From, history[2].Kind, history[2].Code).ShouldBe(("MYS", "request", (int)ReceiptCode.Accepted));
        history[2].Classification.ShouldBe(Classification.Restricted);
        history[2].HandlingCodes.ShouldBe([HandlingCode.H0]);
        history[2].Message.ShouldNotBeNull().Transport.ShouldBe("accepted");
        // Times, reasons and outcomes; what other members or a digest say is left out.
        history[2].Detail!.Select(member => member.Key).ShouldBe(["urgency", "questions"]);
        history[0].Detail!.ToJsonString().ShouldBe("""{"at":"2099-01-01T00:00:00.000Z"}""");
        // Who did it is named as we call it; what the gateway did by itself has no name.
        history.Select(entry => entry.ActorName?.Split('-')[0]).ShouldBe(["test", "test", null]);
    }

    [TestCase(LedgerEvents.MessageOpened)]
    [TestCase(LedgerEvents.DraftOpened)]
    [TestCase(LedgerEvents.EvidenceExported)]
    [TestCase(LedgerEvents.LedgerRead)]
    [TestCase(LedgerEvents.SearchMade)]
    [TestCase(LedgerEvents.AccessDenied)]
    public void Whoever_read_exported_or_searched_it_or_was_denied_it_is_an_access(string name) =>
        ExchangeHistory.GroupOf(name).ShouldBe(HistoryGroup.Access);

    [Test]
    public async Task An_officer_sees_who_read_exported_or_searched_it_and_who_was_denied_it()
    {
        using (var officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync()))
        using (var operating = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Operator)))
        using (var auditor = await _gateway.ListenAsync(await _gateway.AuditorKeyAsync()))
        {
            var reference = (await ReadAsync<ExchangeView>(officer, $"/api/v1/exchanges/{_exchange}")).Reference;
            (await officer.GetAsync($"/api/v1/exchanges?reference={reference}")).EnsureSuccessStatusCode();
            (await officer.GetAsync("/api/v1/exchanges?reference=BGD-MYS-2026-999999")).EnsureSuccessStatusCode();
            (await operating.GetAsync($"/api/v1/exchanges/{_exchange}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await auditor.GetAsync($"/api/v1/exchanges/{_exchange}/replay")).EnsureSuccessStatusCode();
        }

        var accesses = (await OfAsync(Role.Officer)).Where(entry => entry.Group == HistoryGroup.Access).ToList();

        accesses
            .Select(entry => $"{entry.Event} {entry.Detail?["what"]}".TrimEnd())
            .ShouldBe([
                $"{LedgerEvents.LedgerRead} replay",
                $"{LedgerEvents.AccessDenied} forbidden",
                $"{LedgerEvents.SearchMade} exchanges",
                LedgerEvents.MessageOpened,
            ]);
        accesses.ShouldAllBe(entry => entry.ActorName != null && entry.ActorName.StartsWith("test", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_page_is_of_what_was_chosen()
    {
        await RecordAsync(LedgerEvents.MessageOpened, 250);
        using var officer = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Officer));
        var path = $"/api/v1/exchanges/{_exchange}/history";

        async Task<HistoryGroup[]> GroupsAsync(string query) =>
            [.. (await ReadAsync<IReadOnlyList<HistoryView>>(officer, path + query)).Select(entry => entry.Group).Distinct()];

        (await GroupsAsync("")).ShouldBe([HistoryGroup.Access]);
        (await GroupsAsync("?group=message")).ShouldBe([HistoryGroup.Message]);
        (await GroupsAsync("?group=message,deadline")).ShouldBe([HistoryGroup.Deadline, HistoryGroup.Message]);
        (await officer.GetAsync(path + "?group=message,everything")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task A_person_who_looks_at_an_exchange_is_on_its_timeline_and_a_machine_that_asks_for_its_state_is_not()
    {
        using var person = await _gateway.ListenAsync(await DraftClient.TokenAsync(_gateway, "rahima", [Role.Officer], []));
        (await person.GetAsync($"/api/v1/exchanges/{_exchange}")).EnsureSuccessStatusCode();
        using var machine = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Officer));
        (await machine.GetAsync($"/api/v1/exchanges/{_exchange}")).EnsureSuccessStatusCode();

        var looked = (await OfAsync(Role.Officer)).Where(entry => entry.Event == LedgerEvents.LedgerRead).ToList();

        looked.ShouldHaveSingleItem().ActorName.ShouldBe("rahima");
    }

    [Test]
    public async Task Of_what_is_withheld_nobody_without_the_clearance_sees_the_accesses_of_others()
    {
        var request = await ReceiveWithVictimDataAsync();
        var content = $"/api/v1/messages/{request.MessageId}/content";
        using (var cleared = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Officer], [Clearance.VictimData])))
            (await cleared.GetAsync(content)).EnsureSuccessStatusCode();
        using var denied = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Officer));
        (await denied.GetAsync(content)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var other = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Officer], [Clearance.VictimData]));
        var path = $"/api/v1/exchanges/{_exchange}/history";

        async Task<string[]> AccessesAsync(HttpClient client) =>
            [
                .. (await ReadAsync<IReadOnlyList<HistoryView>>(client, path))
                    .Where(entry => entry.Group == HistoryGroup.Access)
                    .Select(entry => entry.Event),
            ];

        (await AccessesAsync(other)).ShouldBe([LedgerEvents.AccessDenied, LedgerEvents.MessageOpened]);
        (await AccessesAsync(denied)).ShouldBe([LedgerEvents.AccessDenied], "its own");
        foreach (var role in (Role[])[Role.Officer, Role.Supervisor])
            (await OfAsync(role)).Select(entry => entry.Group).ShouldBe([HistoryGroup.Message], role.ToString());
        (await OfAsync(Role.Auditor)).Count(entry => entry.Group == HistoryGroup.Access).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Test]
    public async Task An_auditor_sees_accesses_and_no_handling()
    {
        var history = await OfAsync(Role.Auditor);

        history.Select(entry => entry.Group).ShouldContain(HistoryGroup.Access);
        history.ShouldAllBe(entry => entry.Classification == null && entry.HandlingCodes == null);
    }

    [Test]
    public async Task The_handling_of_what_is_withheld_is_withheld_too()
    {
        await ReceiveWithVictimDataAsync();

        (await OfAsync(Role.Supervisor)).ShouldHaveSingleItem().Classification.ShouldBeNull();
        using var cleared = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Supervisor], [Clearance.VictimData]));
        (await cleared.GetFromJsonAsync<IReadOnlyList<HistoryView>>($"/api/v1/exchanges/{_exchange}/history", ProtocolJson.Options))!
            .ShouldHaveSingleItem()
            .Classification.ShouldBe(Classification.Restricted);
    }

    [Test]
    public async Task Of_many_entries_each_is_on_one_page_and_readings_that_are_not_shown_take_no_place()
    {
        await ReceiveWithVictimDataAsync();
        await RecordAsync(LedgerEvents.BringBackSet, 251);
        await RecordAsync(LedgerEvents.MessageOpened, 450);
        using var client = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Officer));
        var (pages, indexes) = (new List<int>(), new List<long>());
        for (string? next = $"/api/v1/exchanges/{_exchange}/history"; next is not null;)
        {
            using var answer = await client.GetAsync(next);
            var page = await answer.Content.ReadFromJsonAsync<IReadOnlyList<HistoryView>>(ProtocolJson.Options);
            pages.Add(page!.Count);
            indexes.AddRange(page.Select(entry => entry.Index));
            next = answer.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }

        pages.ShouldBe([200, 52]);
        indexes.ShouldBe(indexes.OrderDescending());
        indexes.Distinct().Count().ShouldBe(252);
    }

    [Test]
    public async Task What_is_new_in_an_exchange_are_its_entries_and_no_readings()
    {
        using var officer = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Officer));

        foreach (var (from, count) in new[] { ("?from=0", 2), ("", 0) })
        {
            var news = await officer.GetFromJsonAsync<NewsView>($"/api/v1/exchanges/{_exchange}/news{from}", ProtocolJson.Options);
            (news!.Count, news.Next).ShouldBe((count, _gateway.Part<Exchange.Gateway.Journal.LogBook>().Size));
        }
    }

    private async Task<MessageHeader> ReceiveWithVictimDataAsync()
    {
        var request = TestGateway.TheirRequest() with
        {
            Handling = TestGateway.Handling with { ContainsVictimData = true },
            Reference = $"MYS-BGD-{_gateway.Clock.GetUtcNow().Year}-000002",
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(request, TestGateway.Request));
        _exchange = request.ExchangeId!.Value;
        return request;
    }

    private static async Task<T> ReadAsync<T>(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<T>(path, ProtocolJson.Options))!;

    private Task RecordAsync(string name, int count) =>
        _gateway.RecordAsync(transaction =>
        {
            for (var number = 0; number < count; number++)
            {
                transaction.Append(
                    new(name)
                    {
                        Counterpart = _gateway.Counterpart.Name,
                        ExchangeId = _exchange,
                        MessageId = name == LedgerEvents.MessageOpened ? _exchange : null,
                        Kind = name == LedgerEvents.MessageOpened ? CaseKinds.Request : null,
                    }
                );
            }
        });

    private async Task<IReadOnlyList<HistoryView>> OfAsync(Role role)
    {
        using var client = await _gateway.ListenAsync(await _gateway.KeyAsync(role));
        return (
            await client.GetFromJsonAsync<IReadOnlyList<HistoryView>>($"/api/v1/exchanges/{_exchange}/history", ProtocolJson.Options)
        ).ShouldNotBeNull();
    }
}
