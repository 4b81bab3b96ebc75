using Exchange.Protocol.Life;

namespace Exchange.Tests.Protocol;

/// <summary>When an exchange is brought to mind.</summary>
internal sealed class ReminderScheduleTests
{
    private static readonly DateTimeOffset From = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset DueAt = From.AddDays(8);

    [TestCase(-1, 0)]
    [TestCase(0, 0)]
    [TestCase(5.99, 0)]
    [TestCase(6, 1)]
    [TestCase(7.99, 1)]
    [TestCase(8, 2)]
    [TestCase(8.99, 2)]
    [TestCase(9, 3)]
    [TestCase(18, 12)]
    public void A_stage_comes_at_three_quarters_when_due_and_each_day_after(double days, int stage) =>
        ReminderSchedule.StageAt(From, DueAt, From.AddDays(days)).ShouldBe(stage);

    [TestCase(0, 6)]
    [TestCase(1, 8)]
    [TestCase(2, 9)]
    [TestCase(12, 19)]
    public void The_next_stage_is_known_before_it_comes(int stage, double days)
    {
        var next = ReminderSchedule.NextAt(From, DueAt, stage);

        next.ShouldBe(From.AddDays(days));
        ReminderSchedule.StageAt(From, DueAt, next).ShouldBe(stage + 1);
        ReminderSchedule.StageAt(From, DueAt, next.AddTicks(-1)).ShouldBe(stage);
    }

    [Test]
    public void A_due_time_before_the_beginning_or_at_the_end_of_all_time_is_no_fault()
    {
        ReminderSchedule.NextAt(DueAt, From, 0).ShouldBe(From);
        ReminderSchedule.StageAt(From, DateTimeOffset.MaxValue, From.AddYears(10)).ShouldBe(0);
        ReminderSchedule.NextAt(From, DateTimeOffset.MaxValue, 2).ShouldBe(DateTimeOffset.MaxValue);
        ReminderSchedule.StageAt(From, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).ShouldBeGreaterThan(2);
    }
}
