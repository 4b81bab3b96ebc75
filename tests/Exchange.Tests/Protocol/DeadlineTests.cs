using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>The one clock of an exchange, of which each test writes only the state.</summary>
internal sealed class DeadlineTests
{
    private static readonly DateTimeOffset AcceptedAt = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    [TestCase(Urgency.Urgent, null, 8)]
    [TestCase(Urgency.Urgent, Access.Direct, 8)]
    [TestCase(Urgency.Urgent, Access.Indirect, 3 * 24)]
    [TestCase(Urgency.Urgent, Access.NeedsJudicialAuthorisation, 3 * 24)]
    [TestCase(Urgency.Routine, null, 7 * 24)]
    [TestCase(Urgency.Routine, Access.Direct, 7 * 24)]
    [TestCase(Urgency.Routine, Access.NeedsJudicialAuthorisation, 7 * 24)]
    public void Each_urgency_and_access_has_its_usual_time_from_acceptance(Urgency urgency, Access? access, int hours)
    {
        var state = State(urgency);
        DueAt(access is null ? state : state with { Steps = [Acknowledged(1, access)] }).ShouldBe(Hour(hours));
    }

    [Test]
    public void Spans_of_a_link_replace_the_usual_ones()
    {
        var spans = new DueSpans(TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3));
        DueAt(State(Urgency.Urgent) with { Spans = spans }).ShouldBe(Hour(1));
        DueAt(State(Urgency.Urgent) with { Spans = spans, Steps = [Acknowledged(1, Access.Indirect)] }).ShouldBe(Hour(2));
        DueAt(State(Urgency.Routine) with { Spans = spans }).ShouldBe(Hour(3));
    }

    [Test]
    public void The_first_acknowledgement_that_says_the_access_counts_once_it_is_accepted()
    {
        var state = State(Urgency.Urgent);
        DueAt(state with { Steps = [Acknowledged(1, null), Acknowledged(2, Access.Indirect), Acknowledged(3, Access.Direct)] })
            .ShouldBe(Hour(3 * 24));
        DueAt(state with { Steps = [Acknowledged(1, Access.Indirect) with { Pending = true, At = null }] }).ShouldBe(Hour(8));
    }

    [TestCase(Urgency.Urgent, 8)]
    [TestCase(Urgency.Routine, 7 * 24)]
    public void What_is_asked_for_counts_only_if_it_is_earlier(Urgency urgency, int hours)
    {
        var usual = Hour(hours);
        DueAt(State(urgency, usual.AddMilliseconds(-1))).ShouldBe(usual.AddMilliseconds(-1));
        DueAt(State(urgency, usual)).ShouldBe(usual);
        DueAt(State(urgency, usual.AddMilliseconds(1))).ShouldBe(usual);
    }

    [TestCase("9999-12-31T23:59:59.999Z")]
    [TestCase("9999-12-31T00:00:00.000Z")]
    public void An_acceptance_at_the_end_of_time_is_due_at_the_end_of_time(string text)
    {
        ProtocolTime.TryParse(text, out var acceptedAt).ShouldBeTrue();
        ProtocolTime.Write(DueAt(State(Urgency.Routine) with { AcceptedAt = acceptedAt })!.Value).ShouldBe("9999-12-31T23:59:59.999Z");
        DueAt(State(Urgency.Routine, AcceptedAt) with { AcceptedAt = acceptedAt }).ShouldBe(AcceptedAt);
    }

    [Test]
    public void What_is_asked_for_may_have_passed_when_the_request_arrives() =>
        DueAt(State(Urgency.Urgent, AcceptedAt.AddDays(-1))).ShouldBe(AcceptedAt.AddDays(-1));

    [Test]
    public void A_question_of_the_asked_party_stops_the_clock_until_it_is_answered()
    {
        var asked = State(Urgency.Urgent) with { Steps = [Asks(1, 2)] };
        asked.Due.ShouldBe(new DueTime(null, true));
        asked.IsOverdue(Hour(1000)).ShouldBeFalse();
        (asked with { Steps = [.. asked.Steps, Explains(1, 7)] }).Due.ShouldBe(new DueTime(Hour(8 + 5), false));
    }

    [Test]
    public void Questions_that_overlap_stop_it_once()
    {
        DueAt(State(Urgency.Urgent) with { Steps = [Asks(1, 2), Asks(2, 4), Explains(1, 5), Explains(2, 6)] }).ShouldBe(Hour(8 + 4));
        DueAt(State(Urgency.Urgent) with { Steps = [Asks(1, 2), Asks(2, 3), Explains(1, 6), Explains(2, 4)] }).ShouldBe(Hour(8 + 4));
        DueAt(State(Urgency.Urgent) with { Steps = [Asks(1, 2), Explains(1, 3), Asks(2, 8), Explains(2, 20)] }).ShouldBe(Hour(8 + 1 + 12));
    }

    [Test]
    public void A_question_after_the_due_time_stops_nothing()
    {
        var late = State(Urgency.Urgent) with { Steps = [Asks(1, 8)] };
        late.Due.ShouldBe(new DueTime(Hour(8), false));
        late.IsOverdue(Hour(9)).ShouldBeTrue();
    }

    [Test]
    public void A_question_without_a_receipt_or_of_the_opener_stops_nothing()
    {
        DueAt(State(Urgency.Urgent) with { Steps = [Asks(1, 2) with { At = null, Pending = true }] }).ShouldBe(Hour(8));
        DueAt(State(Urgency.Urgent) with { Steps = [Asks(1, 2) with { IsOurs = true }] }).ShouldBe(Hour(8));
    }

    [Test]
    public void An_extension_moves_the_due_time_and_a_later_question_moves_it_on()
    {
        DueAt(State(Urgency.Urgent) with { Steps = [Extends(1, 4, until: 48)] }).ShouldBe(Hour(48));
        DueAt(State(Urgency.Urgent) with { Steps = [Extends(1, 4, until: 5)] }).ShouldBe(Hour(8), "an extension takes no time away");
        DueAt(State(Urgency.Urgent) with { Steps = [Extends(1, 4, until: 48), Asks(2, 10), Explains(2, 13)] }).ShouldBe(Hour(51));
        DueAt(State(Urgency.Urgent) with { Steps = [Asks(1, 2), Explains(1, 3), Extends(2, 4, until: 48)] })
            .ShouldBe(Hour(48), "the question was before");
        (State(Urgency.Urgent) with { Steps = [Extends(1, 4, until: 48), Asks(2, 10)] }).Due.Stopped.ShouldBeTrue();
        DueAt(State(Urgency.Urgent) with { Steps = [Extends(1, 4, until: 48) with { At = null, Pending = true }] })
            .ShouldBe(Hour(8), "not known to be accepted");
    }

    [Test]
    public void An_agreed_action_is_due_on_its_own_day_only()
    {
        var action = State(Urgency.Routine) with { Wants = Wanted.Action, OpenerActs = true, Term = new(null, Hour(1000)) };
        DueAt(action).ShouldBe(Hour(1000));
        DueAt(action with { Steps = [Extends(2, 4, until: 2000) with { IsOurs = true }] }).ShouldBe(Hour(2000));
    }

    [Test]
    public void A_report_on_an_action_that_says_the_same_day_again_puts_nothing_off()
    {
        var action = State(Urgency.Routine) with { Wants = Wanted.Action, Term = new(null, Hour(1000)) };
        (action with { Steps = [Extends(2, 4, until: 1000)] }).Extended.ShouldBeFalse();
        (action with { Steps = [Extends(2, 4, until: 1001)] }).Extended.ShouldBeTrue();
        (State(Urgency.Routine) with { Steps = [Extends(2, 4, until: 1000)] }).Extended.ShouldBeTrue();
        (State(Urgency.Routine) with { Steps = [Acknowledged(1, Access.Direct)] }).Extended.ShouldBeFalse();
    }

    [Test]
    public void What_wants_no_answer_is_never_due_and_nobodys_turn()
    {
        var told = State(Urgency.Routine) with { Wants = Wanted.Nothing, Term = null };
        DueAt(told).ShouldBeNull();
        told.OurTurn.ShouldBeNull();
    }

    [Test]
    public void Only_who_must_act_says_the_access_and_puts_off()
    {
        DueAt(State(Urgency.Routine) with { Steps = [Acknowledged(1, Access.Direct) with { IsOurs = true }] })
            .ShouldBe(DueAt(State(Urgency.Routine)));
        DueAt(State(Urgency.Urgent) with { Steps = [Extends(1, 4, until: 48) with { IsOurs = true }] }).ShouldBe(Hour(8));
    }

    private static DateTimeOffset Hour(int hour) => AcceptedAt.AddHours(hour);

    private static DateTimeOffset? DueAt(ExchangeState state) => state.Due.At;

    private static ExchangeState State(Urgency urgency, DateTimeOffset? asked = null) =>
        new()
        {
            ExchangeId = Conversation.Id(0),
            Kind = "request",
            Wants = Wanted.Answer,
            OpenedByUs = true,
            OpenedAt = AcceptedAt,
            Opener = Transport.Delivered,
            AcceptedAt = AcceptedAt,
            Term = new(urgency, asked),
            Messages = 1,
            LastEntry = 0,
        };

    private static TakenStep Acknowledged(int sequence, Access? access) =>
        new(false, LifeStep.Acknowledges, sequence) { At = Hour(1), Access = access };

    private static TakenStep Asks(int sequence, int hour) =>
        new(false, LifeStep.Asks, sequence)
        {
            At = Hour(hour),
            Asking = Conversation.Id((byte)sequence),
            Questions = 1,
        };

    private static TakenStep Explains(int asking, int hour) =>
        new(true, LifeStep.Explains, asking) { At = Hour(hour), Asking = Conversation.Id((byte)asking) };

    private static TakenStep Extends(int sequence, int hour, int until) =>
        new(false, LifeStep.Extends, sequence) { At = Hour(hour), NewDueAt = Hour(until) };
}
