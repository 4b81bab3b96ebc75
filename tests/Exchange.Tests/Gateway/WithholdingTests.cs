using System.Net;
using System.Net.Http.Json;
using Exchange.Gateway.Opening;
using Exchange.Gateway.People;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>What the handling of a message says of victims and minors is seen by those alone who have the clearance for it.</summary>
internal sealed class WithholdingTests
{
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start() => _gateway = TestGateway.Start();

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [TestCase(false, false, "", true)]
    [TestCase(true, false, "", false)]
    [TestCase(true, false, "victim-data", true)]
    [TestCase(true, true, "victim-data", false)]
    [TestCase(false, true, "minor-data", true)]
    [TestCase(true, true, "victim-data minor-data", true)]
    public async Task A_message_is_opened_for_who_has_the_clearances_that_its_handling_asks_for(
        bool victims,
        bool minors,
        string clearances,
        bool isOpened
    )
    {
        var header = TestGateway.TheirRequest() with
        {
            Handling = TestGateway.Handling with { ContainsVictimData = victims, ContainsMinorData = minors },
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        using var officer = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Officer], CallerText.Read<Clearance>(clearances)));

        using var content = await officer.GetAsync($"/api/v1/messages/{header.MessageId}/content");

        content.StatusCode.ShouldBe(isOpened ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        (await content.Content.ReadAsStringAsync()).ShouldContain(isOpened ? "A test." : "\"withheld\"");
        _gateway
            .Read<long>($"SELECT COUNT(*) FROM entries WHERE CAST(leaf AS TEXT) LIKE '%{LedgerEvents.MessageOpened}%'")
            .ShouldBe(isOpened ? 1 : 0);
        _gateway
            .Read<long>($"SELECT COUNT(*) FROM entries WHERE CAST(leaf AS TEXT) LIKE '%{LedgerEvents.AccessDenied}%'")
            .ShouldBe(isOpened ? 0 : 1);
    }

    [TestCase("minor-data", 0)]
    [TestCase("victim-data", 1)]
    public async Task What_is_withheld_is_in_no_list(string clearances, int listed)
    {
        var header = TestGateway.TheirRequest() with
        {
            Kind = CaseKinds.FollowUpAction,
            Handling = TestGateway.Handling with { ContainsVictimData = true },
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, TwoGateways.Example<FollowUpActionBody>(CaseKinds.FollowUpAction)));
        var officer = TestCaller.Officer with { Clearances = CallerText.Read<Clearance>(clearances) };

        (await _gateway.Part<ListHandler>().ActionsAsync(null, null, null, officer, CancellationToken.None)).Page.Count.ShouldBe(listed);
    }

    [TestCase("UPDATE messages SET signed = 'x'")]
    [TestCase("UPDATE contents SET wrapped_key = signature")]
    public async Task A_list_of_exchanges_leaves_out_the_handling_of_what_is_damaged_and_is_given(string damage)
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute(damage));
        using var caller = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Officer], Enum.GetValues<Clearance>()));

        var listed = (await caller.GetFromJsonAsync<List<ExchangeView>>("/api/v1/exchanges", ProtocolJson.Options))!.ShouldHaveSingleItem();

        listed.Classification.ShouldBeNull();
    }

    [TestCase(Role.Officer, "victim-data", true)]
    [TestCase(Role.Supervisor, "victim-data", true)]
    [TestCase(Role.Officer, "minor-data", false)]
    [TestCase(Role.Auditor, "victim-data", false)]
    public async Task A_list_of_exchanges_shows_the_handling_of_what_opened_each_to_who_may_see_it(Role role, string clearances, bool isShown)
    {
        var header = TestGateway.TheirRequest() with
        {
            Handling = TestGateway.Handling with
            {
                Classification = Classification.Restricted,
                HandlingCodes = [HandlingCode.H1, HandlingCode.H2],
                ContainsVictimData = true,
            },
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        using var caller = await _gateway.ListenAsync(await _gateway.KeyAsync([role], CallerText.Read<Clearance>(clearances)));

        var listed = (await caller.GetFromJsonAsync<List<ExchangeView>>("/api/v1/exchanges", ProtocolJson.Options))!.ShouldHaveSingleItem();

        listed.Classification.ShouldBe(isShown ? Classification.Restricted : null);
        listed.HandlingCodes.ShouldBe(isShown ? [HandlingCode.H1, HandlingCode.H2] : null);
        // The ledger has it, and so has the state that is folded from it.
        listed.State.Urgency.ShouldBe(TestGateway.Request.Urgency);
        _gateway
            .Read<long>($"SELECT COUNT(*) FROM entries WHERE CAST(leaf AS TEXT) LIKE '%{LedgerEvents.MessageOpened}%'")
            .ShouldBe(0, "it is no reading of the content");
    }
}
