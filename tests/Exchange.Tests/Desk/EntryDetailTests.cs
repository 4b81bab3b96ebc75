using System.Globalization;
using System.Text.Json.Nodes;
using Exchange.Desk.Pages;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;

namespace Exchange.Tests.Desk;

/// <summary>An entry of the timeline says its times, reasons and outcomes in the reader's language.</summary>
internal sealed class EntryDetailTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [TestCase("en", LedgerEvents.HoldSet, """{"reason":"court-proceedings"}""", "Reason: Court proceedings")]
    [TestCase("ms", LedgerEvents.HoldSet, """{"reason":"court-proceedings"}""", "Sebab: Prosiding mahkamah")]
    [TestCase("en", LedgerEvents.BringBackSet, """{"at":"2026-12-01T00:00:00.000Z"}""", "Bring back on: 2026-12-01")]
    [TestCase("en", LedgerEvents.BringBackSet, null, "Bring back on: none")]
    [TestCase("en", LedgerEvents.ExchangeAssigned, """{"unit":"CID","officer":"rahima"}""", "Unit: CID; Officer: rahima")]
    [TestCase("en", LedgerEvents.ExchangeAssigned, null, "Unit: No unit")]
    [TestCase(
        "en",
        LedgerEvents.AnswerOverdue,
        """{"dueAt":"2026-12-01T00:00:00.000Z","ours":false}""",
        "Was due at: 2026-12-01; Who must answer: Malaysia"
    )]
    [TestCase("en", LedgerEvents.MessageSent, """{"newDueAt":"2026-12-01T00:00:00.000Z"}""", "New due at: 2026-12-01")]
    [TestCase("ms", LedgerEvents.MessageSent, """{"urgency":"urgent","automatic":true}""", "Keutamaan: Segera")]
    [TestCase("en", LedgerEvents.MessageAccepted, """{"final":true,"answered":[1,2]}""", "Final: Yes; Answered: 1, 2")]
    [TestCase("en", LedgerEvents.MessageDelivered, """{"spans":[480,4320,10080],"acceptedAt":"2026-12-01T00:00:00.000Z"}""", "Accepted at: 2026-12-01")]
    [TestCase("en", LedgerEvents.ReleaseAsked, """{"rules":["victim-data","handling-codes"]}""", "Rules: Victim data, Handling codes")]
    [TestCase("en", LedgerEvents.MessageOpened, null, "")]
    [TestCase("en", LedgerEvents.AccessDenied, """{"count":4,"what":"withheld"}""", "Reason: A clearance is missing")]
    [TestCase("ms", LedgerEvents.AccessDenied, """{"count":1,"what":"unit"}""", "Sebab: Kes itu milik unit lain")]
    [TestCase("en", LedgerEvents.SearchMade, """{"count":1,"what":"exchanges"}""", "What: By its reference")]
    [TestCase("en", LedgerEvents.LedgerRead, """{"count":1,"what":"replay"}""", "What: The case step by step, with its proofs")]
    public void An_entry_says_what_was_decided(string language, string @event, string? detail, string said)
    {
        var entry = new HistoryView(1, Noon, HistoryGroup.Decision, @event, "user:1")
        {
            From = "BGD",
            Detail = detail is null ? null : JsonNode.Parse(detail)!.AsObject(),
        };
        var details = ReaderOf.Language(language, () => EntryDetail.Of(entry, "BGD", "MYS", FormWordsTests.Localizer).ToList());
        string.Join("; ", details.Select(one => $"{one.Name}: {one.Text ?? one.At?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"))
            .ShouldBe(said);
    }

    [TestCase("BGD", true, "Bangladesh")]
    [TestCase("BGD", false, "Malaysia")]
    [TestCase("MYS", true, "Malaysia")]
    [TestCase("MYS", false, "Bangladesh")]
    public void The_owner_of_an_action_is_the_sender_or_the_other(string sender, bool bySender, string owner) =>
        EntryDetail
            .Of(
                new(1, Noon, HistoryGroup.Message, LedgerEvents.MessageSent, "user:1")
                {
                    From = sender,
                    Detail = new() { ["ownedBySender"] = bySender },
                },
                "BGD",
                "MYS",
                FormWordsTests.Localizer
            )
            .ShouldHaveSingleItem()
            .Text.ShouldBe(owner);
}
