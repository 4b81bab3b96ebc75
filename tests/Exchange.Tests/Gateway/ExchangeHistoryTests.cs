using System.Net.Http.Json;
using Exchange.Gateway.Auditing;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
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
        _gateway = TestGateway.Start(settings: new() { Policy = new() { AcknowledgeAutomatically = false } });
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
                (HistoryGroup.Message, LedgerEvents.MessageAccepted),
                (HistoryGroup.Access, LedgerEvents.MessageOpened),
                (HistoryGroup.Deadline, LedgerEvents.BringBackSet),
            ]);
        (history[0].From, history[0].Kind, history[0].Code).ShouldBe(("MYS", "request", (int)ReceiptCode.Accepted));
        history[0].Classification.ShouldBe(Classification.Restricted);
        history[0].HandlingCodes.ShouldBe([HandlingCode.H0]);
        // Who did it is named as we call it; what the gateway did by itself has no name.
        history.Select(entry => entry.ActorName?.Split('-')[0]).ShouldBe([null, "test", "test"]);
    }

    [TestCase(LedgerEvents.MessageOpened)]
    [TestCase(LedgerEvents.DraftOpened)]
    [TestCase(LedgerEvents.EvidenceExported)]
    public void Whoever_was_given_what_a_message_says_has_had_access_to_it(string name) =>
        ExchangeHistory.GroupOf(name).ShouldBe(HistoryGroup.Access);

    [Test]
    public async Task An_officer_does_not_see_who_was_given_what() =>
        (await OfAsync(Role.Officer)).Select(entry => entry.Group).ShouldBe([HistoryGroup.Message, HistoryGroup.Deadline]);

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

    private async Task<IReadOnlyList<HistoryView>> OfAsync(Role role)
    {
        using var client = await _gateway.ListenAsync(await _gateway.KeyAsync(role));
        return (
            await client.GetFromJsonAsync<IReadOnlyList<HistoryView>>($"/api/v1/exchanges/{_exchange}/history", ProtocolJson.Options)
        ).ShouldNotBeNull();
    }
}
