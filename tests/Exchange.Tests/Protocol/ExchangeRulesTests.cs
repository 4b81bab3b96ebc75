using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>Which message may follow which, judged alike by its sender before and by its recipient after the border.</summary>
internal sealed class ExchangeRulesTests
{
    private Conversation _talk = null!;
    private Message _request = null!;

    [SetUp]
    public void Ask()
    {
        _talk = new();
        _request = _talk.Request();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void An_exchange_is_opened_with_a_request_of_sequence_one(bool isOurs)
    {
        ExchangeRules.Judge(null, _request, isOurs).ShouldBeNull();
        CodeOf(null, Rewrite(_request, header => header with { Sequence = 2 }), isOurs).ShouldBe(ReceiptCode.StepNotAllowed);
        CodeOf(null, Rewrite(_request, header => header with { InReplyTo = new(Conversation.Id(9), Digest.Of("x"u8)) }), isOurs)
            .ShouldBe(ReceiptCode.StepNotAllowed);
        foreach (var answer in new[] { _talk.Acknowledgement(1), _talk.Response(1, Extent.Final) })
            CodeOf(null, Opening(answer), isOurs).ShouldBe(ReceiptCode.StepNotAllowed);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Nothing_follows_in_an_exchange_that_is_unknown_or_was_rejected(bool isOurs)
    {
        var answer = _talk.Response(1, Extent.Final);
        CodeOf(null, answer, isOurs).ShouldBe(ReceiptCode.ExchangeUnknown);

        _talk.Has(_request, ReceiptCode.Expired);
        CodeOf(isOurs ? _talk.Asked : _talk.Asker, answer, isOurs).ShouldBe(ReceiptCode.ExchangeUnknown);
    }

    [Test]
    public void The_asked_party_answers_and_nobody_else()
    {
        _talk.Has(_request);
        foreach (var answer in new[] { _talk.Acknowledgement(1), _talk.Response(1, Extent.Partial), _talk.Response(1, Extent.Final) })
        {
            ShouldBeJudgedOnBothSides(answer, null);
            CodeOf(_talk.Asker, answer, isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed, "the asker answers itself");
            ExchangeRules.Judge(_talk.Asker, answer, isOurs: true)!.Text.ShouldStartWith("The opener of this exchange cannot send");
            CodeOf(_talk.Asked, answer, isOurs: false).ShouldBe(ReceiptCode.StepNotAllowed, "the asker answers itself");
        }
    }

    [Test]
    public void Only_the_opener_takes_the_whole_exchange_back()
    {
        _talk.Has(_request);
        ShouldBeJudged(_talk.Withdrawal(1, 0, fromAsker: false), false, ReceiptCode.StepNotAllowed);
        ShouldBeJudged(_talk.Withdrawal(2, 0, fromAsker: true), true, null);
    }

    [Test]
    public void Only_who_was_informed_says_what_came_of_it()
    {
        _talk.Has(_request).Has(_talk.Response(1, Extent.Final));
        var feedback = _talk.Feedback(2, FeedbackOutcome.Arrest);
        ShouldBeJudged(feedback, true, null);
        CodeOf(_talk.Asked, feedback, isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);
        CodeOf(_talk.Asker, feedback, isOurs: false).ShouldBe(ReceiptCode.StepNotAllowed);
    }

    [Test]
    public void Who_must_act_is_reminded_and_does_not_remind()
    {
        _talk.Has(_request);
        CodeOf(_talk.Asker, _talk.Reminder(2, fromAsker: true), isOurs: true).ShouldBeNull();
        CodeOf(_talk.Asked, _talk.Reminder(1, fromAsker: false), isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);

        _talk.Has(_talk.Question(1));
        CodeOf(_talk.Asker, _talk.Reminder(2, fromAsker: true), isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);
        CodeOf(_talk.Asked, _talk.Reminder(2, fromAsker: true), isOurs: false).ShouldBeNull("it may have crossed the question");
        CodeOf(_talk.Asked, _talk.Reminder(2, fromAsker: false), isOurs: true).ShouldBeNull();
    }

    [Test]
    public void All_that_was_asked_back_is_answered()
    {
        var questions = _talk.Questions(1, 2);
        _talk.Has(_request).Has(questions);
        var half = _talk.Clarification(2, questions, 1);
        ShouldBeJudged(half, true, ReceiptCode.AgainstTheVocabulary);
        ExchangeRules.Judge(_talk.Asked, half, isOurs: false)!.MayWait.ShouldBeFalse("no other message can make it right");
        ShouldBeJudged(_talk.Clarification(2, questions, 1, 2), true, null);
    }

    [Test]
    public void What_was_asked_back_is_answered_once_by_the_other_side_and_nothing_else_is()
    {
        var question = _talk.Question(1);
        _talk.Has(_request).Has(question);
        ShouldBeJudged(_talk.Clarification(2, _request, 1), true, ReceiptCode.StepNotAllowed);
        var own = Rewrite(
            _talk.Clarification(2, question, 1),
            header => header with { Sender = header.Recipient, Recipient = header.Sender }
        );
        ShouldBeJudged(own, false, ReceiptCode.StepNotAllowed);

        var corrected = _talk.Correction(2, fromAsker: false);
        _talk.Has(corrected);
        ShouldBeJudged(_talk.Clarification(2, corrected, 1), true, ReceiptCode.StepNotAllowed);

        _talk.Has(_talk.Clarification(3, question, 1));
        ShouldBeJudged(_talk.Clarification(4, question, 1), true, ReceiptCode.StepNotAllowed);
        CodeOf(_talk.Asked, _talk.Clarification(2, question, 1), isOurs: false).ShouldBeNull("it was sent before");

        var another = _talk.Question(3);
        _talk.Has(another);
        ShouldBeJudged(_talk.Clarification(4, another, 1), true, null);
    }

    [Test]
    public void Each_side_asks_back_sixteen_times_at_most()
    {
        _talk.Has(_request).Has(_talk.Question(2, fromAsker: true)).Has(_talk.Acknowledgement(1));
        for (var sequence = 2; sequence <= 17; sequence++)
        {
            var question = _talk.Question(sequence);
            ShouldBeJudged(question, false, null);
            _talk.Has(question);
        }

        ShouldBeJudged(_talk.Question(18), false, ReceiptCode.StepNotAllowed);
    }

    [Test]
    public void After_the_last_sequence_nothing_follows()
    {
        _talk.Has(_request);
        ShouldBeJudged(_talk.Acknowledgement(ExchangeRules.MostMessages), false, null);
        ShouldBeJudged(_talk.Acknowledgement(ExchangeRules.MostMessages + 1), false, ReceiptCode.StepNotAllowed);
    }

    // By its step alone a consent would be an answer.
    [Test]
    public void A_kind_has_no_place_in_an_exchange_that_wants_something_else()
    {
        _talk.Has(_request);
        ShouldBeJudged(_talk.Consent(1), false, ReceiptCode.StepNotAllowed);
        var other = new Conversation();
        other.Has(other.Action("MYS"));
        CodeOf(other.Asked, other.Extension(1), isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);
        CodeOf(other.Asker, other.Extension(1), isOurs: false).ShouldBe(ReceiptCode.StepNotAllowed);
    }

    [Test]
    public void Numbered_questions_are_answered_by_number_and_others_in_words()
    {
        _talk.Has(_request);
        ShouldBeAtFault(_talk.Said(1, Extent.Final, "Nothing is known.", 1), "/body/text");
        ShouldBeAtFault(_talk.Said(1, Extent.Partial, null), "/body/answers");
        ShouldBeJudgedOnBothSides(_talk.Said(1, Extent.Partial, null, 1), null);

        _talk = new();
        _talk.Has(_talk.SupportRequest());
        ShouldBeAtFault(_talk.Said(1, Extent.Final, "Done.", 1), "/body/answers/0/question");
        ShouldBeAtFault(_talk.Said(1, Extent.Final, null), "/body/text");
        ShouldBeJudgedOnBothSides(_talk.Said(1, Extent.Partial, "Done."), null);
    }

    [TestCase("BGD", true)]
    [TestCase("MYS", false)]
    public void The_owner_of_an_action_reports_on_it_and_nobody_else(string owner, bool ownerIsOpener)
    {
        _talk.Has(_talk.Action(owner));
        ShouldBeJudged(_talk.Report(2, owner, ownerIsOpener), ownerIsOpener, null);
        ShouldBeJudged(_talk.Report(2, owner, !ownerIsOpener), !ownerIsOpener, ReceiptCode.StepNotAllowed);
    }

    [Test]
    public void A_second_request_is_not_part_of_an_exchange()
    {
        _talk.Has(_request);
        var second = Rewrite(_request, header => header with { MessageId = Conversation.Id(9), Sequence = 2 });
        CodeOf(_talk.Asker, second, isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);
        CodeOf(_talk.Asked, second, isOurs: false).ShouldBe(ReceiptCode.StepNotAllowed);
        CodeOf(_talk.Asked, second, isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);
        ExchangeRules.CanBeAllowed(second).ShouldBeFalse();
    }

    [Test]
    public void An_exchange_is_not_opened_again_by_the_other_side()
    {
        _talk.Has(_request);
        CodeOf(_talk.Asker, _request, isOurs: true).ShouldBeNull();
        CodeOf(_talk.Asker, _request, isOurs: false).ShouldBe(ReceiptCode.StepNotAllowed);
        CodeOf(_talk.Asked, _request, isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);
    }

    [Test]
    public void An_answer_names_the_request()
    {
        _talk.Has(_request);
        var answer = _talk.Response(1, Extent.Final);
        ShouldBeJudgedOnBothSides(Rewrite(answer, header => header with { InReplyTo = null }), ReceiptCode.StepNotAllowed);
        ShouldBeJudgedOnBothSides(
            Rewrite(answer, header => header with { InReplyTo = new(Conversation.Id(9), Digest.Of("x"u8)) }),
            ReceiptCode.StepNotAllowed
        );
    }

    [Test]
    public void An_answer_may_come_before_the_receipt_of_its_request()
    {
        _talk.Sends(_request).Takes(_request);
        _talk.Asker.Status.ShouldBe(ExchangeStatus.Sent);
        ShouldBeJudgedOnBothSides(_talk.Response(1, Extent.Final), null);
    }

    [Test]
    public void Nothing_follows_a_final_response_by_sequence()
    {
        _talk.Has(_request).Has(_talk.Response(3, Extent.Final));
        foreach (var late in new[] { _talk.Response(4, Extent.Partial), _talk.Response(5, Extent.Final), _talk.Acknowledgement(4) })
            ShouldBeJudgedOnBothSides(late, ReceiptCode.StepNotAllowed);
    }

    [Test]
    public void A_lower_sequence_may_arrive_after_the_final_response()
    {
        _talk.Has(_request).Has(_talk.Response(3, Extent.Final));
        ShouldBeJudgedOnBothSides(_talk.Acknowledgement(1), null);
        ShouldBeJudgedOnBothSides(_talk.Response(2, Extent.Partial), null);
    }

    [Test]
    public void An_answer_that_crossed_a_withdrawal_is_accepted()
    {
        _talk.Has(_request).Sends(_talk.Withdrawal(2, 0, fromAsker: true));
        CodeOf(_talk.Asker, _talk.Response(3, Extent.Final), isOurs: false).ShouldBeNull();
    }

    [Test]
    public void A_final_response_that_was_refused_ends_nothing()
    {
        _talk.Has(_request).Has(_talk.Response(1, Extent.Final), ReceiptCode.HandlingRule);
        ShouldBeJudgedOnBothSides(_talk.Response(2, Extent.Final), null);
    }

    [Test]
    public void A_partial_response_ends_nothing()
    {
        _talk.Has(_request).Has(_talk.Response(1, Extent.Partial));
        ShouldBeJudgedOnBothSides(_talk.Response(2, Extent.Partial), null);
        ShouldBeJudgedOnBothSides(_talk.Response(2, Extent.Final), null);
    }

    [TestCase(Extent.Partial)]
    [TestCase(Extent.Final)]
    public void An_answer_is_to_a_question_that_was_asked(Extent extent)
    {
        _talk.Has(_talk.Request(questions: 2));
        var answer = _talk.Response(1, extent, 3, 1, 2, 77);
        ShouldBeJudgedOnBothSides(answer, ReceiptCode.AgainstTheVocabulary);
        ExchangeRules
            .Judge(_talk.Asked, answer, isOurs: true)
            .ShouldNotBeNull()
            .Faults.Select(fault => fault.Pointer)
            .ShouldBe(["/body/answers/0/question", "/body/answers/3/question"]);
        ShouldBeJudgedOnBothSides(_talk.Response(1, extent, 2, 1), null);
    }

    [Test]
    public void A_refusal_and_a_question_back_name_questions_that_were_asked()
    {
        _talk.Has(_talk.Request(questions: 2));
        ShouldBeJudgedOnBothSides(_talk.Refusal(1, 2), null);
        ShouldBeJudgedOnBothSides(_talk.Question(1, about: 2), null);
        ShouldBeAtFault(_talk.Refusal(1, 2, 3), "/body/questions/1");
        ShouldBeAtFault(_talk.Question(1, about: 3), "/body/questions/0/about");
    }

    [Test]
    public void Where_no_question_has_a_number_none_is_named()
    {
        _talk.Has(_talk.SupportRequest());
        ShouldBeJudgedOnBothSides(_talk.Question(1), null);
        ShouldBeAtFault(_talk.Refusal(1, 1), "/body/questions/0");
        ShouldBeAtFault(_talk.Question(1, about: 1), "/body/questions/0/about");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Only_a_correction_of_the_other_side_is_acknowledged_and_by_its_recipient(bool fromAsker)
    {
        _talk.Has(_request);
        var correction = _talk.Correction(2, fromAsker);
        ShouldBeJudged(_talk.Applied(3, correction, !fromAsker), !fromAsker, ReceiptCode.StepNotAllowed);
        _talk.Has(correction);

        ShouldBeJudged(_talk.Applied(3, correction, !fromAsker), !fromAsker, null);
        ShouldBeJudged(_talk.Applied(3, correction, fromAsker), fromAsker, ReceiptCode.StepNotAllowed);
    }

    [Test]
    public void A_side_acknowledges_the_newest_correction_once_and_one_that_crossed_a_newer_is_accepted()
    {
        _talk.Has(_request);
        var (first, second) = (_talk.Correction(2, fromAsker: true), _talk.Correction(3, fromAsker: true));
        _talk.Has(first).Has(second);
        var late = _talk.Applied(1, first, fromAsker: false);
        CodeOf(_talk.Asked, late, isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);
        CodeOf(_talk.Asker, late, isOurs: false).ShouldBeNull();

        _talk.Has(_talk.Applied(1, second, fromAsker: false));
        CodeOf(_talk.Asked, _talk.Applied(2, second, fromAsker: false), isOurs: true).ShouldBe(ReceiptCode.StepNotAllowed);
    }

    [Test]
    public void A_final_response_leaves_no_question_open()
    {
        _talk.Has(_talk.Request(questions: 3)).Has(_talk.Response(1, Extent.Partial, 2));
        var final = _talk.Response(2, Extent.Final, 1);
        ShouldBeJudgedOnBothSides(final, ReceiptCode.AgainstTheVocabulary);
        var fault = ExchangeRules.Judge(_talk.Asked, final, isOurs: true).ShouldNotBeNull().Faults.ShouldHaveSingleItem();
        (fault.Pointer, fault.Text).ShouldBe(("/body/answers", "A final response must answer all questions. Still open: 3."));

        ShouldBeJudgedOnBothSides(_talk.Response(2, Extent.Final, 1, 3), null);
        ShouldBeJudgedOnBothSides(_talk.Response(2, Extent.Partial, 1), null);
    }

    [Test]
    public void What_a_refused_response_answered_is_open()
    {
        _talk.Has(_talk.Request(questions: 2)).Has(_talk.Response(1, Extent.Partial, 1), ReceiptCode.HandlingRule);
        ShouldBeJudgedOnBothSides(_talk.Response(2, Extent.Final, 2), ReceiptCode.AgainstTheVocabulary);
        ShouldBeJudgedOnBothSides(_talk.Response(2, Extent.Final, 1, 2), null);
    }

    [Test]
    public void A_final_response_waits_for_an_earlier_one_that_may_answer_what_it_leaves_open()
    {
        var (part, unasked) = (_talk.Response(1, Extent.Partial, 1), _talk.Response(2, Extent.Final, 2, 3));
        var final = _talk.Response(2, Extent.Final, 2);
        _talk.Has(_talk.Request(questions: 2)).Sends(part);
        ExchangeRules.Judge(_talk.Asked, final, isOurs: true).ShouldBeNull();
        ExchangeRules.Judge(_talk.Asker, final, isOurs: false).ShouldNotBeNull().MayWait.ShouldBeTrue();
        ExchangeRules
            .Judge(_talk.Asker, unasked, isOurs: false)
            .ShouldNotBeNull()
            .MayWait.ShouldBeFalse("a question that was not asked never will have been");
        _talk.Takes(part);
        ShouldBeJudgedOnBothSides(final, null);
    }

    [Test]
    public void What_an_entry_without_its_content_does_not_tell_is_not_held_against_an_answer()
    {
        ExchangeStep Step(string @event, byte id, CaseKind kind, string facts) =>
            new(0, @event, Conversation.Start, Conversation.Id(id), _talk.ExchangeId, kind, 1)
            {
                Detail = new() { Facts = FactSet.Read(JsonNode.Parse(facts)!.AsObject()) },
            };
        var response = _talk.Response(2, Extent.Final, 2);
        var request = Step(LedgerEvents.MessageSent, 0, CaseKinds.Request, """{ "questions": 2 }""");
        CodeOf(ExchangeLife.Fold([request with { Detail = new() }]), response, isOurs: false).ShouldBeNull();
        CodeOf(ExchangeLife.Fold([request, Step(LedgerEvents.MessageAccepted, 9, CaseKinds.Response, "{}")]), response, isOurs: false)
            .ShouldBeNull();
        ExchangeLife.Fold([request, Step(LedgerEvents.MessageAccepted, 9, CaseKinds.Response, "{}")])!.OpenQuestions.ShouldBeEmpty();
        CodeOf(ExchangeLife.Fold([request]), response, isOurs: false).ShouldBe(ReceiptCode.AgainstTheVocabulary);
    }

    [Test]
    public void In_an_exchange_that_was_refused_nothing_is_offered()
    {
        _talk.Sends(_request);
        ExchangeRules.Offers(_talk.Asker, 2).ShouldNotBeEmpty();
        _talk.Takes(_request, ReceiptCode.Expired).Learns(_request, ReceiptCode.Expired);
        ExchangeRules.Offers(_talk.Asker, 2).ShouldBeEmpty();
        ExchangeRules.Offers(_talk.Asked, 1).ShouldBeEmpty();
    }

    [Test]
    public void After_the_last_sequence_nothing_is_offered()
    {
        _talk.Has(_request);
        ExchangeRules.Offers(_talk.Asked, ExchangeRules.MostMessages).ShouldNotBeEmpty();
        ExchangeRules.Offers(_talk.Asked, ExchangeRules.MostMessages + 1).ShouldBeEmpty();
    }

    [Test]
    public void A_question_that_is_asked_after_the_answer_is_offered_to_be_answered()
    {
        var question = _talk.Question(2);
        _talk.Has(_request).Has(_talk.Response(1, Extent.Final)).Has(question);
        _talk.Asker.OurTurn.ShouldBeNull();
        var explains = ExchangeRules.Offers(_talk.Asker, 2).Single(offer => offer.InReplyTo == question.Header.MessageId);
        (explains.Kind, explains.Steps.ShouldHaveSingleItem()).ShouldBe((CaseKinds.Clarification, LifeStep.Explains));
    }

    private void ShouldBeJudgedOnBothSides(Message answer, ReceiptCode? code) => ShouldBeJudged(answer, fromAsker: false, code);

    private void ShouldBeJudged(Message message, bool fromAsker, ReceiptCode? code)
    {
        CodeOf(fromAsker ? _talk.Asker : _talk.Asked, message, isOurs: true).ShouldBe(code, "by its sender");
        CodeOf(fromAsker ? _talk.Asked : _talk.Asker, message, isOurs: false).ShouldBe(code, "by its recipient");
    }

    private void ShouldBeAtFault(Message answer, string pointer)
    {
        ShouldBeJudgedOnBothSides(answer, ReceiptCode.AgainstTheVocabulary);
        ExchangeRules.Judge(_talk.Asked, answer, isOurs: true)!.Faults.ShouldHaveSingleItem().Pointer.ShouldBe(pointer);
    }

    private static ReceiptCode? CodeOf(ExchangeState? state, Message message, bool isOurs) =>
        ExchangeRules.Judge(state, message, isOurs)?.Code;

    private static Message Rewrite(Message message, Func<MessageHeader, MessageHeader> change) =>
        MessageWriter.Write(change(message.Header), message.Body);

    private static Message Opening(Message message) =>
        Rewrite(message, header => header with { ExchangeId = header.MessageId, InReplyTo = null, Reference = "MYS-BGD-2026-000042" });
}
