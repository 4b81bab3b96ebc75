using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Tests.Gateway;

/// <summary>What Malaysia has restricted is not told to Thailand, unless Malaysia has granted it.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class ConsentTests(string store)
{
    private const string Secret = "The green trawler is moored behind the ice factory";
    private const string Free = "The harbour office keeps a list of all licensed boats";

    private static readonly Offence Offence = new("08051", null);

    private static readonly Vessel Trawler = new()
    {
        Id = "v1",
        Name = "Sea Star",
        Imo = "9074729",
        Flag = "MYS",
        CallSign = "9MAB2",
    };

    private TestGateway _gateway = null!;
    private Counterpart _malaysia = null!;
    private Counterpart _thailand = null!;
    private MessageHeader _told = null!;

    [SetUp]
    public void Start()
    {
        _gateway = TestGateway.Start(store: store);
        _malaysia = _gateway.Counterpart;
        _thailand = _malaysia with { Card = _malaysia.Card with { Party = PartyName.Parse("THA") } };
        _gateway.Part<Counterparts>().Put(_thailand);
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [TestCase(Secret)]
    [TestCase("We were told more. The  green trawler, is moored behind the ICE-factory! Please look for it.")]
    public async Task A_restricted_sentence_is_not_passed_on_to_a_third_party(string text)
    {
        await TellAsync(HandlingCode.H2);

        await RefusedAsync(_thailand, Asking(text), "/body/facts");
        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing").ShouldBe(0);
        await SentAsync(_thailand, Asking("The trawler that we look for is green."));
        await SentAsync(_thailand, Asking(Free));
        await SentAsync(_malaysia, Asking(text));
    }

    [Test]
    public async Task All_of_a_message_that_is_restricted_as_a_whole_is_and_so_is_what_follows_in_an_exchange()
    {
        await TellAsync(HandlingCode.H0, TestGateway.Handling with { HandlingCodes = [HandlingCode.H2] }, ownCodes: null);
        var sent = await SentAsync(_thailand, Asking("Where is it?"));

        await RefusedAsync(_thailand, Asking(Free), "/body/facts");
        await RefusedAsync(
            _thailand,
            new WithdrawalBody { Reason = WithdrawalReason.NoLongerNeeded, Text = $"No longer needed. {Secret}." },
            "/body/text",
            follows: sent
        );
    }

    [Test]
    public async Task An_entity_is_known_again_under_another_id_and_something_in_common_is_not_enough()
    {
        await TellAsync(HandlingCode.H2);

        await RefusedAsync(_thailand, Asking("Whose is it?", Trawler with { Id = "x" }), "/body/subjects/0");
        await SentAsync(_thailand, Asking("Whose is it?", Trawler with { CallSign = null }));
    }

    [Test]
    public async Task The_message_and_its_exchange_are_not_named_either()
    {
        await TellAsync(HandlingCode.H2);

        await RefusedAsync(_thailand, Asking($"As in {MessageId.Write(_told.MessageId).ToUpperInvariant()}."), "/body/facts");
        await RefusedAsync(_thailand, Asking($"As in {_told.Reference}: see there."), "/body/facts");
        await SentAsync(_thailand, Asking("As in MYS-BGD-2026-000077."));
    }

    [Test]
    public async Task What_only_courts_may_not_have_is_passed_on_but_not_for_a_prosecution()
    {
        await TellAsync(HandlingCode.H1);

        await SentAsync(_thailand, Asking(Secret));
        await RefusedAsync(_thailand, Asking(Secret), "/body/facts", Purpose.Prosecution);
        await SentAsync(_malaysia, Asking(Secret), Purpose.Prosecution);
        await ConsentAsync(ConsentUse.PassOn, "THA");
        await RefusedAsync(_thailand, Asking(Secret), "/body/facts", Purpose.Prosecution);
        await ConsentAsync(ConsentUse.Evidence, "THA");
        await SentAsync(_thailand, Asking(Secret), Purpose.Prosecution);
    }

    [Test]
    public async Task A_consent_opens_what_it_covers_to_whom_it_names_until_it_is_taken_back()
    {
        await TellAsync(HandlingCode.H2);
        await ConsentAsync(ConsentUse.PassOn, "THA", granted: false);
        await ConsentAsync(ConsentUse.PassOn, "SGP");
        await ConsentAsync(ConsentUse.PassOn, "Royal Thai Police");
        await ConsentAsync(ConsentUse.Evidence, "THA");
        await ConsentAsync(ConsentUse.PassOn, "THA", items: ["/body/items/1", "/body/items/00"]);
        await ConsentAsync(ConsentUse.PassOn, "THA", about: await OtherAsync());
        await RefusedAsync(_thailand, Asking(Secret), "/body/facts");

        var sent = await ConsentAsync(ConsentUse.PassOn, "THA", items: ["/body/items/0"]);
        await SentAsync(_thailand, Asking(Secret));
        await RefusedAsync(_thailand, Asking("Whose is it?", Trawler), "/body/subjects/0");

        await AnswerAsync(
            sent,
            CaseKinds.Withdrawal,
            new WithdrawalBody
            {
                Reason = WithdrawalReason.SourceAtRisk,
                Text = "Not any more.",
                Messages = [_consent],
            },
            2
        );
        await RefusedAsync(_thailand, Asking(Secret), "/body/facts");
    }

    [Test]
    public async Task What_we_said_ourselves_before_they_repeated_it_is_ours()
    {
        var ours = await SentAsync(_malaysia, Asking(Secret, Trawler));
        var answer = new ResponseBody
        {
            Extent = Extent.Final,
            Answers = [new(1, Outcome.Hit, null, [Item(Secret, HandlingCode.H2), Item(Free, HandlingCode.H2)])],
            Entities = [Trawler],
        };
        await AnswerAsync(ours, CaseKinds.Response, answer, 1, TestGateway.Handling with { HandlingCodes = [HandlingCode.H2] });

        await SentAsync(_thailand, Asking(Secret, Trawler));
        await RefusedAsync(_thailand, Asking(Free), "/body/facts");
    }

    [Test]
    public async Task What_a_policy_sends_is_not_held_up()
    {
        await TellAsync(HandlingCode.H2);
        (await TrySendAsync(_thailand, Asking(Secret), Purpose.Investigation, null, "policy:remind")).ShouldBeOfType<SendResult.Sent>();
    }

    [Test]
    public async Task The_rows_show_nothing_of_the_texts_and_the_officer_is_told_which_member_whose_and_what_to_do()
    {
        await TellAsync(HandlingCode.H2);
        _gateway.Read<long>($"SELECT COUNT(*) FROM passages WHERE mark LIKE '%{Secret[4..9]}%' OR LENGTH(mark) <> 32").ShouldBe(0);
        _gateway.Read<long>("SELECT COUNT(*) FROM passages").ShouldBeGreaterThan(3);

        using var officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/messages")
        {
            Content = new StringContent(
                new JsonObject
                {
                    ["counterpart"] = "THA",
                    ["kind"] = "request",
                    ["handling"] = System.Text.Json.JsonSerializer.SerializeToNode(TestGateway.Handling, ProtocolJson.Options),
                    ["body"] = System.Text.Json.JsonSerializer.SerializeToNode(Asking(Secret), ProtocolJson.Options),
                }.ToJsonString(),
                Encoding.UTF8,
                "application/json"
            ),
            Headers = { { "Idempotency-Key", "key" } },
        };
        using var response = await officer.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        problem["code"]!.GetValue<string>().ShouldBe("consent-missing");
        var fault = problem["errors"]!.AsArray().ShouldHaveSingleItem()!;
        (fault["code"]!.GetValue<int>(), fault["pointer"]!.GetValue<string>()).ShouldBe((452, "/body/facts"));
        fault["detail"]!.GetValue<string>().ShouldContain("H2");
        fault["detail"]!.GetValue<string>().ShouldContain(MessageId.Write(_told.MessageId));
        fault["detail"]!.GetValue<string>().ShouldNotContain("trawler");
    }

    [Test]
    public async Task Which_message_it_is_is_not_told_to_another_unit_than_the_one_that_has_it()
    {
        await TellAsync(HandlingCode.H2);
        (await TextAsync()).ShouldContain($"of MYS, from its message {MessageId.Write(_told.MessageId)}: ");

        await _gateway.RecordAsync(transaction => ExchangeTable.Assign(transaction.Sql, _malaysia.Name, _told.MessageId, new("CID", null)));

        (await TextAsync()).ShouldStartWith("This is information of MYS: without the consent");

        async Task<string> TextAsync() =>
            (await TrySendAsync(_thailand, Asking(Secret), Purpose.Investigation, null))
                .ShouldBeOfType<SendResult.Invalid>()
                .Faults.ShouldHaveSingleItem()
                .Text;
    }

    private Guid _consent;

    // Another message of theirs.
    private async Task<Guid> OtherAsync()
    {
        var other = TestGateway.TheirRequest() with { Reference = $"MYS-BGD-{_told.IssuedAt.Year}-000099" };
        await _gateway.ArriveAsync(_gateway.SealedByThem(other));
        return other.MessageId;
    }

    private static ItemOfInformation Item(string text, HandlingCode? code) =>
        new(text, null, SourceGrade.A, InformationGrade.Certain, code is { } own ? [own] : null, null);

    private static RequestBody Asking(string facts, params Entity[] subjects) =>
        TestGateway.Request with
        {
            Facts = facts,
            Subjects = subjects,
        };

    // Of its two items the second is free, unless the message restricts them all.
    private async Task TellAsync(HandlingCode code, Handling? handling = null, HandlingCode? ownCodes = HandlingCode.H0)
    {
        _told = TestGateway.TheirRequest() with { Kind = CaseKinds.SpontaneousInformation, Handling = handling ?? TestGateway.Handling };
        var items = new[] { Item($"{Secret}. It is guarded at night.", code == HandlingCode.H0 ? null : code), Item(Free, ownCodes) };
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                _told,
                new SpontaneousInformationBody
                {
                    Offence = Offence,
                    Items = items,
                    Entities = [Trawler with { HandlingCodes = code == HandlingCode.H0 ? null : [code] }],
                }
            )
        );
        _gateway.Read<int>("SELECT code FROM messages").ShouldBe(100);
    }

    private async Task<SendResult.Sent> ConsentAsync(
        ConsentUse use,
        string recipient,
        bool granted = true,
        string[]? items = null,
        Guid? about = null
    )
    {
        var sent = await SentAsync(
            _malaysia,
            new ConsentRequestBody
            {
                MessageId = about ?? _told.MessageId,
                Items = items,
                Use = use,
                Recipients = [recipient],
                Text = "May we?",
            }
        );
        await AnswerAsync(sent, CaseKinds.Consent, new ConsentBody { Granted = granted, Reason = granted ? null : "No." }, 1);
        _consent = Guid.Parse(_gateway.Read<string>("SELECT message_id FROM messages WHERE kind = 'consent' ORDER BY id DESC LIMIT 1"));
        return sent;
    }

    private async Task AnswerAsync(SendResult.Sent asked, CaseKind kind, MessageBody body, int sequence, Handling? handling = null)
    {
        var header = TestGateway.TheirRequest() with
        {
            Kind = kind,
            ExchangeId = asked.ExchangeId,
            Reference = asked.Reference,
            Sequence = sequence,
            InReplyTo = new(asked.MessageId, asked.Signed),
            Handling = handling ?? TestGateway.Handling,
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, body));
        _gateway.Read<int>($"SELECT code FROM messages WHERE message_id = '{header.MessageId}'").ShouldBe(100);
    }

    private async Task<SendResult.Sent> SentAsync(Counterpart to, MessageBody body, Purpose purpose = Purpose.Investigation) =>
        (await TrySendAsync(to, body, purpose, null)).ShouldBeOfType<SendResult.Sent>();

    private async Task RefusedAsync(
        Counterpart to,
        MessageBody body,
        string pointer,
        Purpose purpose = Purpose.Investigation,
        SendResult.Sent? follows = null
    )
    {
        var fault = (await TrySendAsync(to, body, purpose, follows)).ShouldBeOfType<SendResult.Invalid>().Faults.ShouldHaveSingleItem();
        (fault.Code, fault.Pointer).ShouldBe((ReceiptCode.ConsentMissing, pointer));
    }

    private Task<SendResult> TrySendAsync(
        Counterpart to,
        MessageBody body,
        Purpose purpose,
        SendResult.Sent? follows,
        string actor = "token"
    )
    {
        var id = MessageId.New(_gateway.Clock);
        var draft = new CaseDraft(to, id, follows?.ExchangeId ?? id, TestGateway.Handling with { Purpose = purpose }, body)
        {
            InReplyTo = follows is null ? null : new(follows.MessageId, follows.Signed),
        };
        return _gateway.Part<CaseSender>().SendAsync(draft, new Cause(id.ToString(), Digest.Of("x"u8), actor), CancellationToken.None);
    }
}
