using System.Text.Json.Nodes;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Life;

namespace Exchange.Tests.Ledger.Replay;

internal sealed class ReplayTests
{
    private readonly TwoLogs _logs = TwoLogs.OfOneExchange();

    // BGD: sent 0, delivered 1, acknowledgement 2, answer 3.
    [TestCase(1, ExchangeStatus.Sent)]
    [TestCase(2, ExchangeStatus.Delivered)]
    [TestCase(3, ExchangeStatus.Acknowledged)]
    [TestCase(4, ExchangeStatus.Answered)]
    public void A_log_leads_to_the_state_that_its_first_entries_tell(int below, ExchangeStatus status) =>
        Only().StateAt(ReplayMoment.Below(below)).ShouldNotBeNull().Status.ShouldBe(status);

    [Test]
    public void An_exchange_has_no_state_before_its_opening_message() => Only().StateAt(ReplayMoment.Below(0)).ShouldBeNull();

    [Test]
    public void A_time_counts_what_was_recorded_then_or_before()
    {
        Only().StateAt(ReplayMoment.At(_logs.OfBgd[1].At)).ShouldNotBeNull().Status.ShouldBe(ExchangeStatus.Delivered);
        Only().StateAt(ReplayMoment.At(_logs.OfBgd[1].At.AddMilliseconds(-1))).ShouldNotBeNull().Status.ShouldBe(ExchangeStatus.Sent);
        Only().StateAt(ReplayMoment.At(TwoLogs.Start.AddDays(-1))).ShouldBeNull();
    }

    [Test]
    public void Whether_an_answer_is_late_depends_on_the_time_then()
    {
        Summary(ReplayMoment.Below(3), TwoLogs.Start).Overdue.ShouldBeFalse();
        Summary(ReplayMoment.Below(3), TwoLogs.Start.AddDays(1)).Overdue.ShouldBeTrue();
        Summary(ReplayMoment.Newest, TwoLogs.Start.AddDays(1)).Overdue.ShouldBeFalse("it is answered");
        Summary(ReplayMoment.Newest, TwoLogs.Start)
            .ShouldSatisfyAllConditions(
                summary => summary.Reference.ShouldBe("BGD-MYS-2026-000001"),
                summary => summary.Messages.ShouldBe(3),
                summary => summary.OpenedByUs.ShouldBeTrue(),
                summary => summary.DueAt.ShouldBe(_logs.OfMys[0].At.AddHours(8))
            );
    }

    [Test]
    public void The_same_id_with_two_counterparts_is_two_exchanges()
    {
        var other = Exchange.Protocol.Parties.PartyName.Parse("NPL");
        var entries = Entries().Concat(Entries().Select(entry => entry with { Index = entry.Index + 100, Counterpart = other }));

        ReplayedExchange.Group(entries).Select(exchange => exchange.Counterpart).ShouldBe([TwoLogs.Mys, other]);
    }

    [TestCase("120", 120L, null)]
    [TestCase("0", 0L, null)]
    [TestCase("2026-11-24", null, "2026-11-24T00:00:00.000Z")]
    [TestCase("2026-11-24T16:00:00.000Z", null, "2026-11-24T16:00:00.000Z")]
    public void A_moment_is_an_index_a_date_or_a_time(string text, long? index, string? time)
    {
        ReplayMoment.TryParse(text, out var moment).ShouldBeTrue();
        moment!.Index.ShouldBe(index);
        (moment.Time is { } at ? ProtocolTime.Write(at) : null).ShouldBe(time);
    }

    [TestCase("")]
    [TestCase("-1")]
    [TestCase("yesterday")]
    [TestCase("2026-11-24T16:00:00Z")]
    [TestCase("99999999999999999999")]
    public void Anything_else_is_no_moment(string text) => ReplayMoment.TryParse(text, out _).ShouldBeFalse();

    [Test]
    public void An_entry_survives_being_spooled()
    {
        MessageEntry answer = new(8, LedgerEvents.MessageSent, TwoLogs.Start, TwoLogs.Mys)
        {
            Detail = new() { Facts = FactSet.Read(new() { ["questions"] = 3, ["answered"] = new JsonArray(2, 1) }) },
        };
        var entries = Entries()
            .Concat(_logs.OfMys.Select((leaf, index) => MessageEntry.Of(index, leaf)!))
            .Append(new(7, LedgerEvents.MessageRejected, TwoLogs.Start, TwoLogs.Mys))
            .Append(answer)
            .ToList();
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        entries.ForEach(entry => MessageEntryForm.Write(writer, entry));
        bytes.Position = 0;
        using var reader = new BinaryReader(bytes);

        entries.ForEach(entry => MessageEntryForm.Read(reader).ShouldBe(entry));
    }

    private ExchangeSummary Summary(ReplayMoment moment, DateTimeOffset now) => ExchangeSummary.Of(Only(), moment, now).ShouldNotBeNull();

    private ReplayedExchange Only() => ReplayedExchange.Group(Entries()).Single();

    private List<MessageEntry> Entries() => [.. _logs.OfBgd.Select((leaf, index) => MessageEntry.Of(index, leaf)).OfType<MessageEntry>()];
}
