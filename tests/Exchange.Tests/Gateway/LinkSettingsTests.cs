using System.Text.Json;
using Exchange.Gateway.Home;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>
/// What is agreed with one counterpart holds on its link alone, and the times to answer are what our ledger says of them.
/// </summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class LinkSettingsTests(string store)
{
    private static readonly DueSettings Quick = new()
    {
        UrgentDirect = TimeSpan.FromHours(2),
        Urgent = TimeSpan.FromDays(1),
        Routine = TimeSpan.FromDays(2),
    };

    private TestGateway _gateway = null!;

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task What_is_asked_of_us_is_due_as_agreed_and_our_entry_tells_the_asker()
    {
        Start("MYS", new() { Due = Quick });
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));

        var state = State(header.MessageId);
        state.Due.At.ShouldBe(state.AcceptedAt!.Value.AddDays(2));
        Leaf().ShouldContain("\"spans\":[120,1440,2880]");
        _gateway.Read<long>("SELECT due_at FROM exchanges").ShouldBe(state.Due.At!.Value.ToUnixTimeMilliseconds());
    }

    [Test]
    public async Task Replay_and_rebuild_come_to_the_same_due_time_whatever_is_set_by_then()
    {
        Start("MYS", new() { Due = Quick });
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        var before = State(header.MessageId);
        using (var sql = _gateway.Part<Database>().OpenSession())
        {
            var entry = MessageEntry.Of(0, LedgerLeaf.Read(sql.Scalar<byte[]>("SELECT leaf FROM entries")!).OrThrow())!;
            ReplayedExchange.Group([entry])[0].StateAt(ReplayMoment.Newest)!.Due.ShouldBe(before.Due);
        }

        await _gateway.Part<DatabaseRebuild>().RunAsync();
        State(header.MessageId).Due.ShouldBe(before.Due);
    }

    [Test]
    public async Task What_we_ask_is_due_as_the_recipients_entry_says_and_not_as_our_own_settings_do()
    {
        Start("MYS", new() { Due = Quick });
        var theirs = new CounterpartLog(_gateway);
        var usual = await _gateway.SendAsync();
        await theirs.JudgeAsync(usual, ReceiptCode.Accepted);
        State(usual.ExchangeId).Spans.ShouldBeNull();
        State(usual.ExchangeId).Due.At.ShouldBe(State(usual.ExchangeId).AcceptedAt!.Value.AddDays(7));

        var agreed = await _gateway.SendAsync();
        await theirs.EnterAsync(
            CounterpartLog.Draft(agreed, ReceiptCode.Accepted) with
            {
                Detail = new() { ["spans"] = new System.Text.Json.Nodes.JsonArray(60, 120, 180) },
            }
        );
        State(agreed.ExchangeId).Due.At.ShouldBe(State(agreed.ExchangeId).AcceptedAt!.Value.AddHours(3));
        Leaf().ShouldContain("\"spans\":[60,120,180]");
    }

    [Test]
    public async Task Another_link_and_what_has_no_usual_time_say_nothing_of_it()
    {
        Start("THA", new() { Due = Quick, MaximumClassification = Classification.Unclassified });
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        Leaf().ShouldContain("\"event\":\"message-accepted\"");
        Leaf().ShouldNotContain("spans");
    }

    [Test]
    public async Task More_than_the_link_may_have_is_neither_accepted_nor_sent()
    {
        Start("MYS", new() { MaximumClassification = Classification.Unclassified });
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        _gateway.Read<int>("SELECT code FROM messages").ShouldBe((int)ReceiptCode.ClassificationTooHigh);

        var asked = TestGateway.TheirRequest() with
        {
            Handling = TestGateway.Handling with { Classification = Classification.Unclassified },
            Reference = "MYS-BGD-2026-000002",
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(asked));
        var opening = await _gateway
            .Part<SubmitHandler>()
            .OpenAsync(
                Json(
                    new
                    {
                        Counterpart = "MYS",
                        Kind = "request",
                        TestGateway.Handling,
                        Body = TestGateway.Request,
                    }
                ),
                TestCaller.Officer,
                "open",
                CancellationToken.None
            );
        var answer = await _gateway
            .Part<SubmitHandler>()
            .AnswerAsync(
                asked.MessageId,
                null,
                CaseKinds.Response,
                Json(new { TestGateway.Handling, Body = TestGateway.Response }),
                TestCaller.Officer,
                "answer",
                CancellationToken.None
            );

        foreach (var result in new[] { opening, answer })
        {
            var fault = result.ShouldBeOfType<SubmitResult.Faulty>().Faults.ShouldHaveSingleItem();
            (fault.Code, fault.Pointer).ShouldBe((ReceiptCode.ClassificationTooHigh, "/handling/classification"));
        }

        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing").ShouldBe(0);
    }

    [TestCase("eng", true)]
    [TestCase("ben", false)]
    public async Task What_a_counterpart_did_not_ask_for_is_sent_in_a_language_of_its_card_alone(string language, bool isSent)
    {
        Start("MYS", new());
        var counterpart = _gateway.Counterpart;
        _gateway.Part<Counterparts>().Put(counterpart with { Card = counterpart.Card with { Languages = ["msa", "eng"] } });

        var result = await _gateway
            .Part<SubmitHandler>()
            .OpenAsync(
                Json(
                    new
                    {
                        Counterpart = "MYS",
                        Kind = "spontaneous-information",
                        Handling = TestGateway.Handling with { Language = language },
                        Body = TwoGateways.Example<SpontaneousInformationBody>(CaseKinds.SpontaneousInformation),
                    }
                ),
                TestCaller.Officer,
                "open",
                CancellationToken.None
            );

        if (isSent)
            result.ShouldNotBeOfType<SubmitResult.Faulty>();
        else
            result.ShouldBeOfType<SubmitResult.Faulty>().Faults.ShouldHaveSingleItem().Pointer.ShouldBe("/handling/language");
    }

    [Test]
    public void A_link_that_says_nothing_has_the_gateways_own_maximum()
    {
        Start("MYS", new());
        _gateway.Settings.MaximumTo(_gateway.Counterpart.Name).ShouldBe(Classification.Restricted);
        _gateway.Settings.SpansOf(_gateway.Counterpart.Name).ShouldBeNull();
    }

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value, ProtocolJson.Options);

    private void Start(string counterpart, LinkSettings link) =>
        _gateway = TestGateway.Start(
            settings: new GatewaySettings { Release = ReleaseSettings.None, Links = new Dictionary<string, LinkSettings> { [counterpart] = link } },
            store: store
        );

    private ExchangeState State(Guid exchangeId)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return ExchangeTable.Find(sql, _gateway.Counterpart.Name, exchangeId).ShouldNotBeNull();
    }

    private string Leaf()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return System.Text.Encoding.UTF8.GetString(sql.Scalar<byte[]>("SELECT leaf FROM entries ORDER BY \"index\" DESC LIMIT 1")!);
    }
}
