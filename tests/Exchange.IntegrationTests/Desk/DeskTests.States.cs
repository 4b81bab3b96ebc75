using System.Text.Json.Nodes;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;
using Exchange.Protocol.Vocabulary;

namespace Exchange.IntegrationTests.Desk;

/// <summary>Pages as people meet them seldom: late, refused, withheld, quarantined, not proved. What answers is told to say so.</summary>
internal sealed partial class DeskTests
{
    private static readonly Guid Late = new("01a20922-b801-7000-8000-000000000011");
    private static readonly DateTimeOffset Then = TimeProvider.System.GetUtcNow().AddDays(-2);

    private static CallerView OfUnits(params IReadOnlyList<Role> roles) =>
        new("user:1", roles)
        {
            Party = "BGD",
            Clearances = [],
            Units = ["CID"],
            UnitsOfParty = ["CID", "SB"],
        };

    // Asked by us four days ago and not answered; the newest of our messages was refused, the one before is on its way.
    private static ExchangeView LateCase { get; } =
        new(
            Late,
            "BGD-MYS-2026-000317",
            "MYS",
            true,
            Then.AddDays(-2),
            new("request", ExchangeStatus.Acknowledged, Then, false, false, false, 4, 40)
            {
                Urgency = Urgency.Urgent,
                StillOpen = [OpenPoint.TheirTurn, OpenPoint.Questions, OpenPoint.Receipts],
                OpenQuestions = [1, 2],
            }
        )
        {
            Unit = "CID",
            Officer = "rahima",
            Classification = Classification.Confidential,
            HandlingCodes = [HandlingCode.H1, HandlingCode.H2],
        };

    private static MessageView OfOurs(int number, CaseKind kind, string transport, ReceiptCode? code) =>
        new()
        {
            MessageId = new($"01a20922-b801-7000-8000-00000000010{number}"),
            ExchangeId = Late,
            Reference = LateCase.Reference,
            Counterpart = "MYS",
            Outgoing = true,
            Kind = kind,
            Sequence = number,
            Signed = Digest.Of([(byte)number]),
            Sealed = Digest.Of([0, (byte)number]),
            RecordedAt = Then.AddHours(number),
            Transport = transport,
            Code = (int?)code,
            EntryIndex = 30 + number,
        };

    [Test]
    public async Task A_case_shows_what_is_on_its_way_before_what_was_refused_and_how_to_send_that_anew()
    {
        MessageView[] unsettled =
        [
            OfOurs(3, CaseKinds.Correction, "refused", ReceiptCode.StepNotAllowed),
            OfOurs(4, CaseKinds.Clarification, "sent", null),
        ];
        HistoryView[] history =
        [
            .. unsettled.Select(message => new HistoryView(
                message.EntryIndex,
                message.RecordedAt,
                HistoryGroup.Message,
                LedgerEvents.MessageSent,
                "user:1"
            )
            {
                ActorName = "rahima",
                From = "BGD",
                Kind = message.Kind!.Code,
                MessageId = message.MessageId,
                Classification = Classification.Confidential,
                HandlingCodes = [HandlingCode.H1],
                Message = message,
            }),
            new(20, Then, HistoryGroup.Deadline, LedgerEvents.AnswerOverdue, "gateway"),
        ];
        await using var stubbed = await StubbedDesk.OpenAsync(
            _desk,
            new()
            {
                ["/api/v1/sessions/current"] = OfUnits(Role.Officer),
                [$"/api/v1/exchanges/{Late}"] = LateCase with { Unsettled = unsettled, UnsettledCount = 5 },
                [$"/api/v1/exchanges/{Late}/history"] = history,
            },
            Role.Officer
        );
        var page = stubbed.Page;

        await page.GotoAsync($"/cases/{Late}?counterpart=MYS");

        var open = await page.InnerTextAsync("#open + ul");
        open.ShouldMatch("(?s)On its way.*Refused by the counterpart.*3 more messages of ours");
        open.ShouldContain("It must not follow in the state that the case was in.");
        (await page.GetAttributeAsync("#open + ul a", "href")).ShouldBe($"/messages/{unsettled[0].MessageId}?sender=BGD");
        (await page.InnerTextAsync("dl")).ShouldContain("Overdue");
        (await page.Locator(".desk-timeline__item--failed, .desk-timeline__item--waiting").CountAsync()).ShouldBe(2);
        await DeskBrowser.LookAsync(page, "case-refused");
    }

    [Test]
    public async Task Beside_a_message_and_on_its_report_stand_the_codes_of_its_items_too()
    {
        var said = JsonNode.Parse(KindExamples.Of(CaseKinds.Response)[0].Json)!;
        said["handling"]!["handlingCodes"] = new JsonArray("H0");
        said["body"]!["answers"]![0]!["items"]![0]!["handlingCodes"] = new JsonArray("H2");
        var message = OfOurs(2, CaseKinds.Response, "delivered", ReceiptCode.Accepted) with { Message = said };
        await using var stubbed = await StubbedDesk.OpenAsync(
            _desk,
            new()
            {
                [$"/api/v1/exchanges/{Late}"] = LateCase with { Messages = [message] },
                [$"/api/v1/exchanges/{Late}/history"] = Array.Empty<HistoryView>(),
                [$"/api/v1/messages/{message.MessageId}/content"] = message,
                ["/api/v1/schemas/response"] = KindSchema.Of(CaseKinds.Response),
            },
            Role.Officer
        );
        var page = stubbed.Page;

        await page.GotoAsync($"/messages/{message.MessageId}?sender=BGD");
        (await page.InnerTextAsync("#handling")).ShouldEndWith(" H2");
        await page.GotoAsync($"/cases/{Late}/report?counterpart=MYS");

        (await page.Locator(".desk-report .desk-mark").AllInnerTextsAsync()).ShouldAllBe(mark => mark.EndsWith(" H2"));
        (await page.Locator(".desk-report .desk-mark").CountAsync()).ShouldBe(3);
    }

    [Test]
    public async Task Who_has_units_sees_their_queues_what_is_late_and_that_others_are_not_listed()
    {
        ExchangeView[] cases =
        [
            LateCase,
            LateCase with
            {
                Reference = "MYS-BGD-2026-000044",
                Officer = null,
                State = LateCase.State with
                {
                    DueAt = TimeProvider.System.GetUtcNow().AddHours(7),
                    OurTurn = true,
                    Urgency = Urgency.Routine,
                },
            },
        ];
        await using var stubbed = await StubbedDesk.OpenAsync(
            _desk,
            new()
            {
                ["/api/v1/sessions/current"] = OfUnits(Role.Officer),
                ["/api/v1/exchanges"] = new StubGateway.Partial(cases),
                ["/api/v1/exchanges/queues"] = new QueuesView(1, 2, 0, 1, 1, 1, 0),
                ["/api/v1/exchanges/news"] = new NewsView(0, 41),
            },
            Role.Officer
        );
        var page = stubbed.Page;

        await page.GotoAsync("/?queue=units");

        (await page.Locator(".desk-queues a").AllInnerTextsAsync()).ShouldBe([
            "All",
            "Mine (1)",
            "My unit's (2)",
            "Unassigned (0)",
            "We must act (1)",
            "Waiting for the counterpart (1)",
            "Overdue (1)",
            "Brought back (0)",
            "On hold",
        ]);
        (await page.InnerTextAsync("tbody")).ShouldMatch("(?s)Overdue.*rahima CID.*Due within a day");
        (await page.InnerTextAsync("main")).ShouldContain("Cases of units other than yours are not listed.");
        await DeskBrowser.LookAsync(page, "cases-units");
    }

    [Test]
    public async Task An_auditor_is_led_to_the_first_step_that_is_not_proved()
    {
        ReplayStepView Step(int index, string name, string? receipt) =>
            new(index, Then.AddMinutes(index), name, $$"""{"event":"{{name}}","index":{{index}}}""", ["c2libGluZw=="], index != 33)
            {
                Actor = "user:1",
                ActorName = "rahima",
                From = receipt is null ? "BGD" : "MYS",
                Kind = "request",
                MessageId = Late,
                Code = receipt is null ? null : (int)ReceiptCode.Accepted,
                Receipt = receipt,
                State = LateCase.State,
            };
        ReplayStepView[] steps =
        [
            Step(31, LedgerEvents.MessageSent, null),
            Step(32, LedgerEvents.MessageDelivered, "not-included"),
            Step(33, LedgerEvents.AnswerOverdue, null),
        ];
        await using var stubbed = await StubbedDesk.OpenAsync(
            _desk,
            new()
            {
                [$"/api/v1/exchanges/{Late}/replay"] = new ReplayView(
                    Late,
                    LateCase.Reference,
                    "MYS",
                    40,
                    "note",
                    IsSigned: false,
                    ["MYS"],
                    steps,
                    HasMore: false
                )
                {
                    Count = steps.Length,
                },
            },
            Role.Auditor
        );
        var page = stubbed.Page;

        await page.GotoAsync($"/cases/{Late}/replay?counterpart=MYS");
        (await page.InnerTextAsync("main")).ShouldContain("The checkpoint is not signed by both ledger keys of our card.");
        await page.ClickAndLoadAsync("text=See step 2, the first that is not proved");

        (await page.InnerTextAsync("#step-heading")).ShouldStartWith("Step 2 of 3");
        (await page.InnerTextAsync(".desk-replay")).ShouldContain("The counterpart's entry is not proved");
        (await page.Locator("tbody .govuk-tag").AllInnerTextsAsync()).ShouldBe(["Proved", "Not proved", "Not proved"]);
        await DeskBrowser.LookAsync(page, "replay-not-proved");
    }

    [Test]
    public async Task An_operator_sees_what_is_quarantined_and_why_what_is_deferred_what_waits_and_each_alarm()
    {
        var link = new LinkView
        {
            Counterpart = "MYS",
            CardSerial = 1,
            HasGrant = true,
            Suspended = "unproven",
            Waiting = 2,
            WithoutReceipt = 1,
            WaitsSince = Then,
            Deferred = 1,
            Quarantined = 1,
            CosignedSize = 40,
            BehindSince = Then,
            CosignatureLate = true,
            Alarms = [new(Then, "unproven", "exchange/MYS/ledger 40", null)],
        };
        QueuedView Queued(long id, QueueState state, int attempts) =>
            new(id, new($"01a20922-b801-7000-8000-00000000020{id}"), "request", false, state, Then, attempts)
            {
                GivesUpAt = Then.AddDays(90),
            };
        var reason = ReceiptCodes.Meaning(ReceiptCode.NotASealedMessage);
        var answers = new Dictionary<string, object>
        {
            ["/api/v1/links"] = new[] { link },
            ["/api/v1/links/MYS"] = link,
            ["/api/v1/links/MYS/queue"] = new[] { Queued(1, QueueState.WithoutReceipt, 7), Queued(2, QueueState.GivenUp, 90) },
            ["/api/v1/links/MYS/deferred"] = new DeferredView[] { new(1, Then, "crl-stale", Digest.Of([3]), 18_204) },
            ["/api/v1/quarantine"] = new QuarantinedView[]
            {
                new(1, Then, "MYS", Digest.Of([4]), 2_048, (int)ReceiptCode.NotASealedMessage, reason, 3),
            },
            ["/api/v1/ledger"] = new LedgerView("BGD", 57, null, "The mark beside the keys is missing.", null, [])
            {
                SuspensionKind = "mark-missing",
            },
            ["/api/v1/certificates"] = Array.Empty<CertificateView>(),
            ["/api/v1/settings"] = Array.Empty<SettingView>(),
            ["/health/ready"] = new { status = "not-ready", suspension = "mark-missing" },
        };
        await using var stubbed = await StubbedDesk.OpenAsync(_desk, answers);
        var page = stubbed.Page;

        await page.GotoAsync("/operation");
        (await page.InnerTextAsync("section[aria-labelledby=quarantine]")).ShouldContain(reason);
        await DeskBrowser.LookAsync(page, "operation-quarantine");

        await page.GotoAsync("/links/MYS");
        var said = await page.InnerTextAsync("main");
        said.ShouldContain("the counterpart has not proved that its ledger goes on from what it showed us");
        said.ShouldContain("The revocation list of its signer is too old.");
        said.ShouldContain("Given up");
        (await page.Locator("button:text-is('Resume the link')").CountAsync()).ShouldBe(1);
        await page.ClickAndLoadAsync("text=What proves it");
        await DeskBrowser.LookAsync(page, "link-suspended");

        answers["/api/v1/links/MYS"] = link with { Suspended = "fork" };
        await page.GotoAsync("/links/MYS");
        (await page.InnerTextAsync("main")).ShouldContain("the counterpart has signed two histories of its ledger");
        (await page.Locator("button:text-is('Resume the link')").CountAsync()).ShouldBe(0, "the gateway would refuse it");
    }

    [Test]
    public async Task What_is_withheld_from_an_officer_says_so_and_why()
    {
        var sent = await TwoCountries.Answerer.SubmitAsync(
            Texts.RequestWith(request => (request["counterpart"], request["handling"]!["containsVictimData"]) = ("BGD", true))
        );
        await TwoCountries.BecomeQuietAsync();
        await _desk.EnrolAsync("uncleared", Role.Officer, clearances: []);
        var page = await _desk.AsAsync("uncleared");

        (await page.GotoAsync($"/messages/{sent.MessageId}?sender=MYS"))!.Status.ShouldBe(403);
        (await page.InnerTextAsync("main")).ShouldContain("withheld");
        await DeskBrowser.LookAsync(page, "message-withheld");
        await page.GotoAsync($"/cases/{sent.ExchangeId}");
        var request = page.Locator(".desk-timeline > li", new() { HasText = "Malaysia: Request" });
        (await request.CountAsync()).ShouldBe(1);
        (await request.Locator(".desk-mark").CountAsync()).ShouldBe(0, "the handling of what is withheld is withheld too");
        await DeskBrowser.LookAsync(page, "case-withheld");
    }

    [Test]
    public async Task What_cannot_be_shown_says_why_and_what_to_do()
    {
        await using var stubbed = await StubbedDesk.OpenAsync(_desk, new() { ["/api/v1/links"] = Array.Empty<LinkView>() }, Role.Officer);
        var page = stubbed.Page;

        (await page.GotoAsync("/nowhere"))!.Status.ShouldBe(404);
        (await page.InnerTextAsync("h1")).ShouldBe("Page not found");
        await DeskBrowser.LookAsync(page, "problem-404");
        (await page.GotoAsync("/drafts"))!.Status.ShouldBe(503);
        (await page.InnerTextAsync("main")).ShouldContain(StubGateway.Reason);
        await DeskBrowser.LookAsync(page, "problem-503");
        await stubbed.Gateway.DisposeAsync();
        (await page.GotoAsync("/links"))!.Status.ShouldBe(502);
        (await page.InnerTextAsync("h1")).ShouldBe("The gateway cannot be reached");
        await DeskBrowser.LookAsync(page, "problem-502");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync(
            "Promise.all([...Array(31)].map(() => fetch('/sign-in', { method: 'POST', body: new URLSearchParams() })))"
        );
        await page.ClickAndLoadAsync("main button");
        (await page.InnerTextAsync("h1")).ShouldBe("There were too many requests from your address");
        await DeskBrowser.LookAsync(page, "problem-429");
    }

    [Test]
    public async Task What_was_told_of_contacts_agreed_and_learned_is_listed()
    {
        foreach (var kind in new[] { CaseKinds.ContactUpdate, CaseKinds.FollowUpAction, CaseKinds.LessonLearned })
            await TwoCountries.Answerer.SubmitAsync(Texts.With(KindExamples.Of(kind)[0].Json, said => said["counterpart"] = "BGD"));
        await TwoCountries.BecomeQuietAsync();
        var page = await _desk.AsAsync("officer");

        await page.GotoAsync("/contacts?counterpart=MYS");
        (await page.Locator("main section").CountAsync()).ShouldBe(1);
        await DeskBrowser.LookAsync(page, "contacts-told");
        await page.GotoAsync("/actions");
        (await page.Locator("main tbody tr").CountAsync()).ShouldBe(1);
        await DeskBrowser.LookAsync(page, "actions-agreed");
        await page.GotoAsync("/lessons");
        (await page.Locator("main section").CountAsync()).ShouldBe(1);
        await DeskBrowser.LookAsync(page, "lessons-learned");
    }
}
