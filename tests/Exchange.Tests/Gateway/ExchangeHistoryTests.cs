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
    public void Whoever_was_given_what_a_message_says_has_had_access_to_it(string name) =>
        ExchangeHistory.GroupOf(name).ShouldBe(HistoryGroup.Access);

    [Test]
    public async Task An_officer_does_not_see_who_was_given_what() =>
        (await OfAsync(Role.Officer)).Select(entry => entry.Group).ShouldBe([HistoryGroup.Deadline, HistoryGroup.Message]);

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
        var request = TestGateway.TheirRequest() with
        {
            Handling = TestGateway.Handling with { ContainsVictimData = true },
            Reference = $"MYS-BGD-{_gateway.Clock.GetUtcNow().Year}-000002",
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(request, TestGateway.Request));
        _exchange = request.ExchangeId!.Value;

        (await OfAsync(Role.Supervisor)).ShouldHaveSingleItem().Classification.ShouldBeNull();
        using var cleared = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Supervisor], [Clearance.VictimData]));
        (await cleared.GetFromJsonAsync<IReadOnlyList<HistoryView>>($"/api/v1/exchanges/{_exchange}/history", ProtocolJson.Options))!
            .ShouldHaveSingleItem()
            .Classification.ShouldBe(Classification.Restricted);
    }

    [Test]
    public async Task Of_many_entries_each_is_on_one_page_and_readings_that_are_not_shown_take_no_place()
    {
        await RecordAsync(LedgerEvents.BringBackSet, 250);
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
