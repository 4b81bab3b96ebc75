using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>The same exchange as both logs tell it.</summary>
internal sealed class ExchangeLifeTests
{
    private Conversation _talk = null!;
    private Message _request = null!;

    [SetUp]
    public void Ask()
    {
        _talk = new();
        _request = _talk.Request();
    }

    [Test]
    public void Nothing_is_told_without_the_opening_message()
    {
        ExchangeLife.Fold([]).ShouldBeNull();
        ExchangeLife
            .Fold([new(0, LedgerEvents.MessageAccepted, Conversation.Start, Conversation.Id(7), _talk.ExchangeId, CaseKinds.Response, 1)])
            .ShouldBeNull();
        ExchangeLife
            .Fold([new(0, LedgerEvents.MessageDelivered, Conversation.Start, _talk.ExchangeId, _talk.ExchangeId, CaseKinds.Request, 1)])
            .ShouldBeNull("a receipt begins nothing");
    }

    [Test]
    public void A_request_is_sent_then_delivered()
    {
        var sent = _talk.Sends(_request).Asker;
        (sent.Status, sent.OpenedByUs, sent.Due.At, sent.ExchangeId).ShouldBe((ExchangeStatus.Sent, true, null, _talk.ExchangeId));

        _talk.Takes(_request).Asked.Status.ShouldBe(ExchangeStatus.Delivered);
        _talk.Asked.OpenedByUs.ShouldBeFalse();
        _talk.Asker.Status.ShouldBe(ExchangeStatus.Sent, "the receipt is not there yet");

        _talk.Learns(_request).Asker.Status.ShouldBe(ExchangeStatus.Delivered);
        (_talk.Asker.Opener, _talk.Asker.Messages, _talk.Asker.Pending).ShouldBe((Transport.Delivered, 1, 0));
        (_talk.Asked.Opener, _talk.Asked.Messages, _talk.Asked.Pending).ShouldBe((Transport.Accepted, 1, 0));
    }

    [Test]
    public void A_request_that_came_too_late_is_expired_on_both_sides()
    {
        _talk.Has(_request, ReceiptCode.Expired);
        ShouldBeOnBothSides(ExchangeStatus.Expired);
    }

    [Test]
    public void A_question_back_holds_the_exchange_up_until_it_is_answered()
    {
        var question = _talk.Question(2);
        _talk.Has(_request).Has(_talk.Acknowledgement(1)).Has(question);
        ShouldBeOnBothSides(ExchangeStatus.InClarification);
        (_talk.Asker.OurTurn, _talk.Asked.OurTurn).ShouldBe((true, false));
        _talk.Asker.StillOpen.ShouldContain(OpenPoint.AskedHere);
        _talk.Asked.StillOpen.ShouldContain(OpenPoint.AskedThere);

        _talk.Has(_talk.Clarification(2, question, 1));
        ShouldBeOnBothSides(ExchangeStatus.Acknowledged);
        (_talk.Asker.OurTurn, _talk.Asked.OurTurn).ShouldBe((false, true));
        _talk.Asker.StillOpen.ShouldNotContain(OpenPoint.AskedHere);
        _talk.Asked.StillOpen.ShouldNotContain(OpenPoint.AskedThere);
    }

    [Test]
    public void Each_question_back_is_answered_by_itself()
    {
        var (first, second) = (_talk.Question(1), _talk.Question(2));
        _talk.Has(_request).Has(first).Has(second).Has(_talk.Clarification(2, first, 1));
        ShouldBeOnBothSides(ExchangeStatus.InClarification);
        ShouldBeOpen(
            [OpenPoint.OurTurn, OpenPoint.Questions, OpenPoint.AskedHere],
            [OpenPoint.TheirTurn, OpenPoint.Questions, OpenPoint.AskedThere]
        );

        _talk.Has(_talk.Clarification(3, second, 1));
        ShouldBeOnBothSides(ExchangeStatus.Delivered);
        ShouldBeOpen([OpenPoint.TheirTurn, OpenPoint.Questions], [OpenPoint.OurTurn, OpenPoint.Questions]);
    }

    [Test]
    public void A_refusal_of_the_whole_is_the_last_word_and_one_of_some_questions_is_not()
    {
        _request = _talk.Request(questions: 2);
        _talk.Has(_request).Has(_talk.Refusal(1, 2));
        ShouldBeOnBothSides(ExchangeStatus.PartiallyAnswered);
        _talk.Has(_talk.WholeRefusal(2));
        ShouldBeOnBothSides(ExchangeStatus.Refused);
    }

    [TestCase(true, ExchangeStatus.Answered)]
    [TestCase(false, ExchangeStatus.Refused)]
    public void A_consent_answers_if_it_is_granted_and_refuses_if_it_is_denied(bool granted, ExchangeStatus status)
    {
        _talk.Has(_talk.ConsentRequest()).Has(_talk.Consent(1, granted));
        ShouldBeOnBothSides(status);
    }

    [Test]
    public void A_refused_request_is_rejected_on_both_sides()
    {
        _talk.Has(_request, ReceiptCode.ClassificationTooHigh);

        ShouldBeOnBothSides(ExchangeStatus.Rejected);
        _talk.Asker.Due.At.ShouldBeNull();
        _talk.Asked.Due.At.ShouldBeNull();
        _talk.Asker.Opener.ShouldBe(Transport.Refused);
        _talk.Asked.Opener.ShouldBe(Transport.Rejected);
    }

    [Test]
    public void An_exchange_goes_from_acknowledged_to_answered_on_both_sides()
    {
        _talk.Has(_request).Has(_talk.Acknowledgement(1));
        ShouldBeOnBothSides(ExchangeStatus.Acknowledged);

        _talk.Has(_talk.Response(2, Extent.Partial));
        ShouldBeOnBothSides(ExchangeStatus.PartiallyAnswered);

        _talk.Has(_talk.Acknowledgement(3));
        ShouldBeOnBothSides(ExchangeStatus.PartiallyAnswered);
        _talk.Asker.AnsweredAt.ShouldBeNull();

        _talk.Has(_talk.Response(4, Extent.Final));
        ShouldBeOnBothSides(ExchangeStatus.Answered);

        _talk
            .Asker.Steps.Select(step => (step.Step, step.Sequence))
            .ShouldBe([(LifeStep.Acknowledges, 1), (LifeStep.AnswersInPart, 2), (LifeStep.Answers, 4)]);
        _talk.Asked.Steps.Select(step => step with { IsOurs = false }).ShouldBe(_talk.Asker.Steps);
        (_talk.Asker.Messages, _talk.Asked.Messages).ShouldBe((5, 5));
        (_talk.Asker.AnsweredAt, _talk.Asked.AnsweredAt).ShouldBe((_talk.Asker.Steps[^1].At, _talk.Asker.Steps[^1].At));
    }

    [Test]
    public void An_answer_counts_for_its_sender_as_soon_as_it_is_sent()
    {
        _talk.Has(_request).Sends(_talk.Response(1, Extent.Final));

        _talk.Asked.Status.ShouldBe(ExchangeStatus.Answered);
        _talk.Asker.Status.ShouldBe(ExchangeStatus.Delivered);
    }

    [Test]
    public void A_refused_answer_counts_for_nobody()
    {
        _talk.Has(_request).Has(_talk.Acknowledgement(1)).Has(_talk.Response(2, Extent.Final), ReceiptCode.HandlingRule);

        ShouldBeOnBothSides(ExchangeStatus.Acknowledged);
        _talk.Asker.Steps.Concat(_talk.Asked.Steps).ShouldNotContain(step => step.Step == LifeStep.Answers);
    }

    [Test]
    public void Messages_that_cross_or_overtake_each_other_lead_to_the_same_state()
    {
        Message[] answers = [_talk.Acknowledgement(1), _talk.Response(2, Extent.Partial), _talk.Response(3, Extent.Final)];

        // The answers are there before the request's receipt, the last of them first.
        _talk.Sends(_request).Takes(_request);
        foreach (var answer in answers)
            _talk.Sends(answer);
        foreach (var answer in answers.Reverse())
            _talk.Takes(answer);
        _talk.Asker.Status.ShouldBe(ExchangeStatus.Answered);
        _talk.Asker.Due.At.ShouldBeNull();

        foreach (var message in answers.Prepend(_request))
            _talk.Learns(message);
        ShouldBeOnBothSides(ExchangeStatus.Answered);
        _talk.Asked.Steps.ShouldNotContain(step => step.Pending);
    }

    [Test]
    public void The_first_receipt_stands()
    {
        _talk.Has(_request).Learns(_request, ReceiptCode.Expired);
        _talk.Asker.Status.ShouldBe(ExchangeStatus.Delivered);

        var refused = new Conversation();
        refused.Sends(_request).Learns(_request, ReceiptCode.Expired).Learns(_request);
        refused.Asker.Status.ShouldBe(ExchangeStatus.Expired);
    }

    [Test]
    public void A_receipt_settles_its_own_message_and_no_other()
    {
        var reminder = _talk.Reminder(2, fromAsker: true);
        _talk.Sends(_request).Sends(reminder).Takes(_request).Takes(reminder).Learns(reminder);
        (_talk.Asker.Opener, _talk.Asker.Pending).ShouldBe((Transport.Sent, 1));
        _talk.Learns(_request).Sends(_talk.Reminder(3, fromAsker: true)).Learns(_request);
        (_talk.Asker.Opener, _talk.Asker.Pending).ShouldBe((Transport.Delivered, 1), "its second receipt counts for nothing");

        var (first, second) = (_talk.Correction(4, fromAsker: true), _talk.Correction(5, fromAsker: true));
        _talk.Sends(first).Sends(second).Takes(first).Takes(second).Learns(second);
        _talk.Asker.Steps.Where(step => step.Pending).ShouldHaveSingleItem().Sequence.ShouldBe(4);
    }

    [Test]
    public void Each_side_may_give_the_same_id_to_what_the_other_side_must_answer()
    {
        var (questions, corrections) = (_talk.Question(1), _talk.Correction(2, fromAsker: true));
        TakenStep Step(bool isOurs, LifeStep step, Message asking, int sequence) => new(isOurs, step, sequence) { Asking = asking.Header.MessageId };
        _talk.Has(_request);
        var state = _talk.Asker with
        {
            Steps =
            [
                Step(true, LifeStep.Asks, questions, 2),
                Step(true, LifeStep.Corrects, corrections, 3),
                Step(false, LifeStep.Asks, questions, 1),
                Step(false, LifeStep.Corrects, corrections, 2),
            ],
        };
        state.StillOpen.ShouldBe(
            [
                OpenPoint.OurTurn,
                OpenPoint.Questions,
                OpenPoint.AskedHere,
                OpenPoint.AskedThere,
                OpenPoint.CorrectedHere,
                OpenPoint.CorrectedThere,
            ]
        );
        (state with { Steps = [.. state.Steps, Step(true, LifeStep.Explains, questions, 4), Step(true, LifeStep.Applies, corrections, 5)] })
            .StillOpen.ShouldBe([OpenPoint.TheirTurn, OpenPoint.Questions, OpenPoint.AskedThere, OpenPoint.CorrectedThere]);
    }

    [Test]
    public void A_message_of_the_other_side_under_the_same_id_is_another_message()
    {
        var foreign = new ExchangeStep(
            0,
            LedgerEvents.MessageRejected,
            Conversation.Start,
            _talk.ExchangeId,
            _talk.ExchangeId,
            CaseKinds.Request,
            1
        );
        var own = new ExchangeStep(
            1,
            LedgerEvents.MessageSent,
            Conversation.Start,
            _talk.ExchangeId,
            _talk.ExchangeId,
            CaseKinds.Request,
            1
        );

        var state = ExchangeLife.Fold([own, foreign, own with { Event = LedgerEvents.MessageDelivered }]).ShouldNotBeNull();

        (state.Status, state.OpenedByUs).ShouldBe((ExchangeStatus.Delivered, true));
        state.Messages.ShouldBe(1);
    }

    [TestCase(Urgency.Urgent, 8)]
    [TestCase(Urgency.Routine, 7 * 24)]
    public void Both_sides_compute_the_same_due_time_from_the_recipients_acceptance(Urgency urgency, int hours)
    {
        _talk.Has(_talk.Request(urgency));

        var acceptedAt = Conversation.Start.AddHours(1);
        _talk.Asked.Due.At.ShouldBe(acceptedAt.AddHours(hours));
        _talk.Asker.Due.At.ShouldBe(acceptedAt.AddHours(hours));
    }

    [TestCase(Urgency.Urgent, 2)]
    [TestCase(Urgency.Routine, 5 * 24)]
    public void Both_sides_count_by_the_times_that_the_recipients_entry_says(Urgency urgency, int hours)
    {
        var talk = new Conversation { Spans = new(TimeSpan.FromHours(2), TimeSpan.FromDays(1), TimeSpan.FromDays(5)) };
        talk.Has(talk.Request(urgency));

        talk.Asked.Due.At.ShouldBe(Conversation.Start.AddHours(1 + hours));
        talk.Asker.Due.At.ShouldBe(Conversation.Start.AddHours(1 + hours));
    }

    [Test]
    public void Both_sides_heed_an_earlier_wish()
    {
        var wish = Conversation.Start.AddHours(5);
        _talk.Has(_talk.Request(Urgency.Urgent, wish));
        _talk.Asked.Due.At.ShouldBe(wish);
        _talk.Asker.Due.At.ShouldBe(wish);
    }

    [Test]
    public void An_acknowledgement_does_not_move_the_due_time()
    {
        _talk.Has(_talk.Request(Urgency.Urgent)).Has(_talk.Acknowledgement(1));
        _talk.Asker.Due.At.ShouldBe(Conversation.Start.AddHours(9));
        _talk.Asked.Due.At.ShouldBe(Conversation.Start.AddHours(9));
    }

    [Test]
    public void An_exchange_is_overdue_after_its_due_time_until_it_is_answered()
    {
        _talk.Has(_request);
        var dueAt = _talk.Asker.Due.At.ShouldNotBeNull();
        foreach (var state in new[] { _talk.Asker, _talk.Asked })
        {
            state.IsOverdue(dueAt).ShouldBeFalse();
            state.IsOverdue(dueAt.AddMilliseconds(1)).ShouldBeTrue();
        }

        _talk.Has(_talk.Response(1, Extent.Partial));
        _talk.Asker.IsOverdue(dueAt.AddDays(1)).ShouldBeTrue("a part is not an answer");
        _talk.Has(_talk.Response(2, Extent.Final));
        _talk.Asker.IsOverdue(dueAt.AddDays(1)).ShouldBeFalse();
    }

    [Test]
    public void What_was_never_accepted_is_never_overdue()
    {
        _talk.Sends(_request).Asker.IsOverdue(DateTimeOffset.MaxValue).ShouldBeFalse();
        _talk.Takes(_request, ReceiptCode.Expired).Learns(_request, ReceiptCode.Expired);
        _talk.Asker.IsOverdue(DateTimeOffset.MaxValue).ShouldBeFalse();
    }

    [Test]
    public void A_detail_is_read_as_it_was_written()
    {
        var full = new MessageDetail
        {
            Facts = Facts(
                """{ "urgency": "urgent", "dueAt": "2026-11-23T16:00:00.000Z", "questions": 3, "final": false, "answered": [2, 1], "automatic": true }"""
            ),
            InReplyTo = _talk.ExchangeId,
            AcceptedAt = Conversation.Start.AddDays(1),
            Spans = DueSpans.Default with { Routine = TimeSpan.FromDays(10) },
        };
        MessageDetail.Read(full.ToJson()).ShouldBe(full);
        MessageDetail.Read(new MessageDetail().ToJson()).ShouldBe(new MessageDetail());
        MessageDetail.Read(null).ShouldBe(new MessageDetail());
    }

    [Test]
    public void What_is_not_in_its_form_in_a_detail_counts_as_absent()
    {
        const string Json =
            """{ "urgency": "Urgent", "dueAt": 7, "questions": "3", "final": "true", "answered": 2, "automatic": null, "inReplyTo": ["x"], "acceptedAt": "now", "later": {} }""";
        MessageDetail.Read(JsonNode.Parse(Json)!.AsObject()).ShouldBe(new MessageDetail());
    }

    [TestCase("[480, 4320, 10080]", true)]
    [TestCase("[60, 60, 60]", true)]
    [TestCase("[60, 60, 129600]", true)]
    [TestCase("[59, 60, 60]", false)]
    [TestCase("[60, 60, 129601]", false)]
    [TestCase("[61, 60, 60]", false)]
    [TestCase("[60, 61, 60]", false)]
    [TestCase("[60, 60]", false)]
    [TestCase("[60, 60, 60, 60]", false)]
    [TestCase("[60, 60, 60.5]", false)]
    [TestCase("[60, 60, 99999999999]", false)]
    [TestCase("[]", false)]
    [TestCase("7", false)]
    public void Times_to_answer_that_no_link_can_have_count_as_absent_on_both_sides(string spans, bool count) =>
        (MessageDetail.Read(JsonNode.Parse($$"""{ "spans": {{spans}} }""")!.AsObject()).Spans is not null).ShouldBe(count);

    [Test]
    public void A_detail_tells_of_a_message_what_its_exchange_depends_on()
    {
        Told(_talk.Request(Urgency.Urgent, Conversation.Start.AddHours(1), questions: 2))
            .ShouldBe(
                new()
                {
                    Reference = Conversation.Reference,
                    Facts = Facts("""{ "urgency": "urgent", "dueAt": "2026-11-23T17:00:00.000Z", "questions": 2 }"""),
                }
            );
        Told(_talk.Acknowledgement(1))
            .ShouldBe(
                new() { Facts = Facts("""{ "dueAt": "2026-11-26T16:00:00.000Z", "automatic": true }"""), InReplyTo = _talk.ExchangeId }
            );
        Told(_talk.Response(1, Extent.Partial, 3, 1))
            .ShouldBe(new() { Facts = Facts("""{ "final": false, "answered": [3, 1] }"""), InReplyTo = _talk.ExchangeId });
        Told(_talk.Response(1, Extent.Final))
            .ShouldBe(new() { Facts = Facts("""{ "final": true, "answered": [1] }"""), InReplyTo = _talk.ExchangeId });
    }

    [Test]
    public void The_furthest_outcome_that_was_said_stays_on_both_sides()
    {
        _talk.Has(_request).Has(_talk.Response(1, Extent.Final));
        (_talk.Asker.Outcome, _talk.Asked.Outcome).ShouldBe((null, null));

        _talk
            .Has(_talk.Feedback(2, FeedbackOutcome.Confirmed))
            .Has(_talk.Feedback(3, FeedbackOutcome.Arrest))
            .Has(_talk.Feedback(4, FeedbackOutcome.NoResult));

        ShouldBeOnBothSides(ExchangeStatus.Closed);
        (_talk.Asker.Outcome, _talk.Asked.Outcome).ShouldBe((FeedbackOutcome.Arrest, FeedbackOutcome.Arrest));
    }

    [Test]
    public void What_is_open_is_said_also_when_it_is_answered()
    {
        _request = _talk.Request(questions: 2);
        _talk.Sends(_request).Asker.StillOpen.ShouldBe([OpenPoint.TheirTurn, OpenPoint.Questions, OpenPoint.Receipts]);
        _talk.Takes(_request).Learns(_request).Asked.StillOpen.ShouldBe([OpenPoint.OurTurn, OpenPoint.Questions]);
        _talk.Has(_talk.Question(1)).Has(_talk.Response(2, Extent.Final, 1, 2));

        _talk.Asker.StillOpen.ShouldBe([OpenPoint.AskedHere]);
        _talk.Asked.StillOpen.ShouldBe([OpenPoint.AskedThere]);
    }

    [Test]
    public void What_was_taken_back_is_open_until_the_other_side_has_said_that_it_is_destroyed()
    {
        _talk.Has(_request).Has(_talk.Response(1, Extent.Final)).Has(_talk.Feedback(2, FeedbackOutcome.NoResult));
        _talk.Has(_talk.Withdrawal(2, 3, fromAsker: false));
        ShouldBeOpen([OpenPoint.TakenBackHere], [OpenPoint.TakenBackThere]);

        _talk.Has(_talk.Erasure(3, 3, fromAsker: true, ErasureGround.OnDemand));
        _talk.Has(_talk.Erasure(4, 2, fromAsker: true));
        ShouldBeOpen([OpenPoint.TakenBackHere], [OpenPoint.TakenBackThere]);

        _talk.Has(_talk.Erasure(5, 1, fromAsker: true));
        ShouldBeOpen([], []);
    }

    [Test]
    public void A_withdrawal_without_a_receipt_or_that_was_refused_asks_nothing_of_the_other_side()
    {
        _talk.Has(_request);
        var withdrawal = _talk.Withdrawal(2, 1, fromAsker: true);
        _talk.Sends(withdrawal).Asker.StillOpen.ShouldNotContain(OpenPoint.TakenBackThere);

        _talk.Takes(withdrawal, ReceiptCode.AgainstTheVocabulary).Learns(withdrawal, ReceiptCode.AgainstTheVocabulary);

        _talk.Asker.StillOpen.ShouldNotContain(OpenPoint.TakenBackThere);
        _talk.Asked.StillOpen.ShouldNotContain(OpenPoint.TakenBackHere);
    }

    [Test]
    public void Of_a_whole_exchange_one_erasure_more_than_of_its_messages_says_that_it_is_destroyed()
    {
        _talk.Has(_request).Has(_talk.Withdrawal(2, 1, fromAsker: true)).Has(_talk.Erasure(1, 1, fromAsker: false));
        _talk.Has(_talk.Withdrawal(3, 0, fromAsker: true));
        ShouldBeOnBothSides(ExchangeStatus.Withdrawn);
        ShouldBeOpen([OpenPoint.TakenBackThere], [OpenPoint.TakenBackHere]);

        _talk.Has(_talk.Erasure(2, 1, fromAsker: false));
        ShouldBeOpen([], []);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_correction_is_open_on_both_sides_until_the_other_side_says_that_it_applies_the_newest(bool fromAsker)
    {
        _talk.Has(_request).Has(_talk.Response(1, Extent.Final)).Has(_talk.Feedback(2, FeedbackOutcome.NoResult));
        var (first, second) = (_talk.Correction(3, fromAsker), _talk.Correction(4, fromAsker));
        _talk.Sends(first).Asker.StillOpen.ShouldNotContain(OpenPoint.CorrectedThere, "without a receipt");
        _talk.Takes(first).Learns(first);
        ShouldBeCorrected();
        _talk.Has(second).Has(_talk.Applied(5, first, !fromAsker));
        ShouldBeCorrected();

        _talk.Has(_talk.Applied(6, second, !fromAsker));
        ShouldBeOpen([], []);
        _talk.Has(_talk.Correction(7, fromAsker));
        ShouldBeCorrected();
        ShouldBeOnBothSides(ExchangeStatus.Closed);

        void ShouldBeCorrected() =>
            ShouldBeOpen(
                [fromAsker ? OpenPoint.CorrectedThere : OpenPoint.CorrectedHere],
                [fromAsker ? OpenPoint.CorrectedHere : OpenPoint.CorrectedThere]
            );
    }

    [Test]
    public void A_correction_that_was_refused_need_not_be_applied()
    {
        _talk.Has(_request).Has(_talk.Correction(2, fromAsker: true), ReceiptCode.AgainstTheVocabulary);

        _talk.Asker.StillOpen.ShouldBe([OpenPoint.TheirTurn, OpenPoint.Questions]);
        _talk.Asked.StillOpen.ShouldBe([OpenPoint.OurTurn, OpenPoint.Questions]);
    }

    private void ShouldBeOpen(IReadOnlyList<OpenPoint> asker, IReadOnlyList<OpenPoint> asked)
    {
        _talk.Asker.StillOpen.ShouldBe(asker, "the asker's side");
        _talk.Asked.StillOpen.ShouldBe(asked, "the asked party's side");
    }

    private static FactSet Facts(string json) => FactSet.Read(JsonNode.Parse(json)!.AsObject());

    // Every message has its two times.
    private static MessageDetail Told(Message message)
    {
        var detail = MessageDetail.Of(message);
        (detail.IssuedAt, detail.ExpiresAt).ShouldBe((message.Header.IssuedAt, message.Header.ExpiresAt));
        MessageDetail.Read(detail.ToJson()).ShouldBe(detail);
        return detail with { IssuedAt = null, ExpiresAt = null };
    }

    private void ShouldBeOnBothSides(ExchangeStatus status)
    {
        _talk.Asker.Status.ShouldBe(status, "the asker's side");
        _talk.Asked.Status.ShouldBe(status, "the asked party's side");
    }
}
