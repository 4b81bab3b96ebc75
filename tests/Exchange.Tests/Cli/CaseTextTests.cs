using Exchange.Cli.Messages;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;

namespace Exchange.Tests.Cli;

/// <summary>An exchange in a line of a list.</summary>
internal sealed class CaseTextTests
{
    private static readonly DateTimeOffset DueAt = new(2026, 11, 30, 16, 0, 0, TimeSpan.Zero);

    [TestCase(ExchangeStatus.Delivered, true, "delivered, due 2026-11-30T16:00:00.000Z")]
    [TestCase(ExchangeStatus.Acknowledged, false, "acknowledged, due 2026-11-30T16:00:00.000Z")]
    [TestCase(ExchangeStatus.Answered, null, "answered")]
    [TestCase(ExchangeStatus.Closed, null, "closed")]
    public void The_due_time_is_shown_while_an_answer_is_awaited(ExchangeStatus status, bool? ourTurn, string shown)
    {
        var state = new ExchangeStateView("request", status, DueAt, false, false, ourTurn, 1, 1);
        var exchange = new ExchangeView(Guid.Empty, "BGD-MYS-2026-000001", "MYS", true, DueAt.AddDays(-7), state);

        CaseText.Summary(exchange, DueAt.AddDays(-1)).ShouldBe($"BGD-MYS-2026-000001 with MYS (Malaysia): {shown}");
    }
}
