using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

internal sealed class DeadlineTests
{
    private static readonly DateTimeOffset AcceptedAt = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    [TestCase(Urgency.Urgent, 8)]
    [TestCase(Urgency.Priority, 3 * 24)]
    [TestCase(Urgency.Routine, 7 * 24)]
    public void Each_urgency_has_its_usual_time_from_acceptance(Urgency urgency, int hours) =>
        DueAt(urgency, asked: null, AcceptedAt).ShouldBe(AcceptedAt.AddHours(hours));

    [TestCase(Urgency.Urgent, 8)]
    [TestCase(Urgency.Priority, 3 * 24)]
    [TestCase(Urgency.Routine, 7 * 24)]
    public void What_is_asked_for_counts_only_if_it_is_earlier(Urgency urgency, int hours)
    {
        var usual = AcceptedAt.AddHours(hours);
        DueAt(urgency, usual.AddMilliseconds(-1), AcceptedAt).ShouldBe(usual.AddMilliseconds(-1));
        DueAt(urgency, usual, AcceptedAt).ShouldBe(usual);
        DueAt(urgency, usual.AddMilliseconds(1), AcceptedAt).ShouldBe(usual);
    }

    [TestCase("9999-12-31T23:59:59.999Z")]
    [TestCase("9999-12-31T00:00:00.000Z")]
    public void An_acceptance_at_the_end_of_time_is_due_at_the_end_of_time(string text)
    {
        ProtocolTime.TryParse(text, out var acceptedAt).ShouldBeTrue();
        ProtocolTime.Write(DueAt(Urgency.Routine, asked: null, acceptedAt)).ShouldBe("9999-12-31T23:59:59.999Z");
        DueAt(Urgency.Routine, AcceptedAt, acceptedAt).ShouldBe(AcceptedAt);
    }

    [Test]
    public void What_is_asked_for_may_have_passed_when_the_request_arrives() =>
        DueAt(Urgency.Urgent, AcceptedAt.AddDays(-1), AcceptedAt).ShouldBe(AcceptedAt.AddDays(-1));

    private static DateTimeOffset DueAt(Urgency urgency, DateTimeOffset? asked, DateTimeOffset acceptedAt)
    {
        var facts = new JsonObject { ["urgency"] = CodeNames<Urgency>.Write(urgency), ["dueAt"] = asked is { } at ? ProtocolTime.Write(at) : null };
        return CaseKinds.Request.Term(FactSet.Read(facts)).ShouldNotBeNull().DueAt(acceptedAt);
    }
}
