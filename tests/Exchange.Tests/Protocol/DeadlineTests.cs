using Exchange.Protocol.Life;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

internal sealed class DeadlineTests
{
    private static readonly DateTimeOffset AcceptedAt = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    [TestCase(Urgency.Urgent, 8)]
    [TestCase(Urgency.Priority, 3 * 24)]
    [TestCase(Urgency.Routine, 7 * 24)]
    public void Each_urgency_has_its_usual_time_from_acceptance(Urgency urgency, int hours) =>
        Deadline.DueAt(urgency, asked: null, AcceptedAt).ShouldBe(AcceptedAt.AddHours(hours));

    [TestCase(Urgency.Urgent, 8)]
    [TestCase(Urgency.Priority, 3 * 24)]
    [TestCase(Urgency.Routine, 7 * 24)]
    public void What_is_asked_for_counts_only_if_it_is_earlier(Urgency urgency, int hours)
    {
        var usual = AcceptedAt.AddHours(hours);
        Deadline.DueAt(urgency, usual.AddMilliseconds(-1), AcceptedAt).ShouldBe(usual.AddMilliseconds(-1));
        Deadline.DueAt(urgency, usual, AcceptedAt).ShouldBe(usual);
        Deadline.DueAt(urgency, usual.AddMilliseconds(1), AcceptedAt).ShouldBe(usual);
    }

    [Test]
    public void What_is_asked_for_may_have_passed_when_the_request_arrives() =>
        Deadline.DueAt(Urgency.Urgent, AcceptedAt.AddDays(-1), AcceptedAt).ShouldBe(AcceptedAt.AddDays(-1));
}
