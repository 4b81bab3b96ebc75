using Exchange.Desk;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;

namespace Exchange.Tests.Desk;

/// <summary>What an officer is shown to do in a case, of what the gateway offers.</summary>
internal sealed class CaseActionTests
{
    private static readonly Guid Case = Guid.Parse("019ab0e7-9b00-7abc-8def-000000000000");
    private static readonly Guid Question = Guid.Parse("019ab0e7-9b00-7abc-8def-000000000001");

    [Test]
    public void What_is_owed_comes_first_and_alone_is_wanted()
    {
        var actions = Of(State(ExchangeStatus.Delivered, ourTurn: true), Offered(CaseKinds.Correction, LifeStep.Corrects), Response, Refusal);

        actions
            .Select(action => (action.Words, action.IsWanted, action.IsStep))
            .ShouldBe([("Answer the request", true, true), ("Refuse to answer", false, true), ("Correct a message of ours", false, false)]);
        actions[0].Address.ShouldBe($"/write?kind=response&to={Case}&exchange={Case}&counterpart=MYS");
    }

    [Test]
    public void An_open_question_is_wanted_before_the_case_is_closed_and_each_has_its_number()
    {
        var asked = Offered(CaseKinds.Clarification, LifeStep.Explains);
        var actions = Of(
            State(ExchangeStatus.Answered, ourTurn: null),
            Offered(CaseKinds.Feedback, LifeStep.Closes),
            Offered(CaseKinds.Clarification, LifeStep.Asks),
            asked with
            {
                InReplyTo = Question,
            },
            asked
        );

        actions
            .Select(action => action.Words + action.Number)
            .ShouldBe([
                "Answer the clarification 1",
                "Answer the clarification 2",
                "Close the case with feedback",
                "Ask for clarification",
            ]);
        actions.Select(action => action.IsWanted).ShouldBe([true, true, true, false]);
        actions[0].Address.ShouldContain($"to={Question}");
        actions[2].Address.ShouldBe($"/cases/{Case}?counterpart=MYS#close");
    }

    [Test]
    public void While_the_counterpart_must_act_nothing_is_wanted_of_us_and_no_reminder_is_written_by_hand() =>
        Of(
                State(ExchangeStatus.Delivered, ourTurn: false),
                Offered(CaseKinds.Reminder, LifeStep.Reminds),
                Offered(CaseKinds.Withdrawal, LifeStep.Withdraws, LifeStep.None)
            )
            .Select(action => (action.Words, action.IsWanted, action.IsStep))
            .ShouldBe([("Withdraw the case or a message of ours", false, false)]);

    [Test]
    public void Each_kind_that_follows_has_a_name_of_its_own() =>
        CaseKinds
            .All.Where(kind => kind.Follows && kind != CaseKinds.Reminder)
            .SelectMany(kind => kind.Forms.Select(form => new OfferView(kind.Code, Case, [kind.Step(form)])))
            .SelectMany(offer => Of(State(ExchangeStatus.Delivered, ourTurn: null), offer))
            .Select(action => action.Words)
            .Distinct()
            .ShouldBe(CaseAction.AllWords, ignoreOrder: true);

    [TestCase(ExchangeStatus.Answered, null, OpenPoint.AskedHere, CaseTurn.OpenHere)]
    [TestCase(ExchangeStatus.Answered, null, OpenPoint.AskedThere, CaseTurn.OpenThere)]
    [TestCase(ExchangeStatus.Closed, null, OpenPoint.AskedHere, CaseTurn.Nobodys)]
    [TestCase(ExchangeStatus.Closed, null, OpenPoint.CorrectedHere, CaseTurn.OpenHere)]
    [TestCase(ExchangeStatus.Withdrawn, null, OpenPoint.TakenBackThere, CaseTurn.OpenThere)]
    [TestCase(ExchangeStatus.Answered, null, OpenPoint.Receipts, CaseTurn.Nobodys)]
    [TestCase(ExchangeStatus.Delivered, false, OpenPoint.AskedHere, CaseTurn.Theirs)]
    [TestCase(ExchangeStatus.Delivered, true, OpenPoint.Questions, CaseTurn.Ours)]
    public void Who_has_something_to_do_follows_from_what_is_open(ExchangeStatus status, bool? ourTurn, OpenPoint point, CaseTurn turn) =>
        CaseTurns.Of(State(status, ourTurn) with { StillOpen = [point] }).ShouldBe(turn);

    private static OfferView Response => Offered(CaseKinds.Response, LifeStep.AnswersInPart, LifeStep.Answers);

    private static OfferView Refusal => Offered(CaseKinds.Refusal, LifeStep.Refuses);

    private static OfferView Offered(CaseKind kind, params LifeStep[] steps) => new(kind.Code, Case, steps);

    private static ExchangeStateView State(ExchangeStatus status, bool? ourTurn) =>
        new("request", status, null, Stopped: false, Extended: false, ourTurn, Messages: 1, LastEntry: 1);

    private static IReadOnlyList<CaseAction> Of(ExchangeStateView state, params OfferView[] offers) =>
        CaseAction.Of(Case, "MYS", offers, state);
}
