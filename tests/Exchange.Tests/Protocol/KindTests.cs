using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>What the bodies of the kinds refuse beside the form of their members.</summary>
internal sealed class KindTests
{
    [TestCase(
        "clarification",
        "/body/answers",
        """[{ "question": 1, "text": "Yes." }]""",
        "/body/questions",
        Description = "questions and answers"
    )]
    [TestCase("clarification", "/body/questions/1/number", "3", "/body/questions/1/number")]
    [TestCase("refusal", "/body/questions", "[1, 1]", "/body/questions")]
    [TestCase("refusal", "/body/questions", "[0]", "/body/questions/0")]
    [TestCase("extension", "/body/newDueAt", "\"2026-11-23T16:00:00.000Z\"", "/body/newDueAt")]
    [TestCase("reminder", "/body/dueAt", "\"2026-11-23T16:00:00.001Z\"", "/body/dueAt")]
    [TestCase(
        "withdrawal",
        "/body/messages",
        """["019ab0e7-9b00-7abc-8def-0123456789ad", "019ab0e7-9b00-7abc-8def-0123456789ad"]""",
        "/body/messages"
    )]
    [TestCase("correction", "/body/replacements/0/pointer", "\"/handling\"", "/body/replacements/0/pointer")]
    [TestCase("correction", "/body/replacements/0/item/entity", "\"p9\"", "/body/replacements/0/item/entity")]
    [TestCase("correction", "/body/replacements/0/item/handlingCodes", """["H0"]""", "/body/replacements/0/item/handlingCodes")]
    [TestCase("correction", "/body/links/0/to", "\"p9\"", "/body/links/0/to")]
    [TestCase("spontaneous-information", "/body/links/0/from", "\"p9\"", "/body/links/0/from")]
    [TestCase("spontaneous-information", "/body/links/0/relation", "\"knows\"", "/body/links/0/relation")]
    [TestCase("protection-alert", "/body/links/0/to", "\"t1\"", "/body/links/0/to")]
    [TestCase("spontaneous-information", "/body/items", "[]", "/body/items")]
    [TestCase("spontaneous-information", "/body/items/0/entity", "\"p9\"", "/body/items/0/entity")]
    [TestCase("spontaneous-information", "/body/offence/iccs", "\"02040\"", "/body/offence/iccs")]
    [TestCase("support-request", "/body/from", "\"2026-12-01\"", "/body/until")]
    [TestCase("support-request", "/body/urgency", "\"routine\"", "/body/urgencyReason")]
    [TestCase("support-request", "/body/contact/languages", """["en"]""", "/body/contact/languages/0")]
    [TestCase(
        "support-request",
        "/body/contact/languages",
        """["ben", "qqq"]""",
        "/body/contact/languages/1",
        Description = "a code that no language has"
    )]
    [TestCase("follow-up-action", "/body/owner", "\"THA\"", "/body/owner")]
    [TestCase("follow-up-action", "/body/status", "\"open\"", "/body/outcome")]
    [TestCase("follow-up-action", "/body/status", "\"in-progress\"", "/body/outcome")]
    [TestCase("follow-up-action", "/body/due", "\"2026-09-30\"", "/body/due")]
    [TestCase("follow-up-action", "/body/agreedAt/date", "\"2026-11-25\"", "/body/agreedAt/date")]
    [TestCase("protection-alert", "/body/wantedServices", """["shelter", "shelter"]""", "/body/wantedServices")]
    [TestCase("protection-alert", "/handling/containsVictimData", "false", "/handling/containsVictimData")]
    [TestCase("protection-alert", "/body/entities/4/locationWithheld", "true", "/body/whereabouts")]
    [TestCase("lesson-learned", "/handling/containsVictimData", "true", "/handling/containsVictimData")]
    [TestCase("lesson-learned", "/handling/containsMinorData", "true", "/handling/containsMinorData")]
    [TestCase("lesson-learned", "/body/indicators/0", "\"Call 01711-000000\"", "/body/indicators/0")]
    [TestCase("consent-request", "/body/items", """["answers/0"]""", "/body/items/0")]
    [TestCase("consent", "/body/granted", "false", "/body/conditions")]
    [TestCase("consent", "/body/reason", "\"None.\"", "/body/reason")]
    [TestCase("contact-update", "/body/contactPoints/0/hours/days", """["sunday", "sunday"]""", "/body/contactPoints/0/hours/days")]
    [TestCase("contact-update", "/body/contactPoints/0/hours/from", "\"24:00\"", "/body/contactPoints/0/hours/from")]
    [TestCase("contact-update", "/body/contactPoints/0/hours/zone", "\"+06:00\"", "/body/contactPoints/0/hours/zone")]
    [TestCase("erasure", "/body/erasedAt", "\"2026-11-23T16:00:00.001Z\"", "/body/erasedAt")]
    [TestCase(
        "erasure",
        "/body/messages/-",
        """
        {
          "messageId": "019ab0e7-9b00-7abc-8def-0123456789ad",
          "signed": "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
        }
        """,
        "/body/messages"
    )]
    public void A_rule_refuses_what_breaks_it_alone(string kind, string pointer, string json, string fault) =>
        Sample.Of(kind).With(pointer, json).Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, fault);

    [TestCase("follow-up-action", "/body/status", "\"dropped\"")]
    [TestCase("follow-up-action", "/body/due", "\"2026-10-01\"", Description = "the day on which it was agreed")]
    [TestCase("support-request", "/body/until", "\"2026-11-23\"", Description = "one day, the day of issue")]
    public void What_a_rule_still_permits_is_taken(string kind, string pointer, string json) =>
        Sample.Of(kind).With(pointer, json).Read().ShouldBeTaken();

    [TestCase("done")]
    [TestCase("dropped")]
    public void An_action_that_has_ended_has_its_outcome(string status) =>
        Sample
            .Of("follow-up-action")
            .With("/body/status", $"\"{status}\"")
            .Without("/body/outcome")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/outcome");

    [Test]
    public void A_consent_that_is_denied_has_its_reason_and_no_conditions()
    {
        var denied = Sample.Of("consent").With("/body/granted", "false").Without("/body/conditions");
        denied.Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/reason");
        denied.With("/body/reason", "\"It would harm the source.\"").Read().ShouldBeTaken();
    }

    [Test]
    public void Support_is_not_asked_for_a_time_that_is_over() =>
        Sample
            .Of("support-request")
            .With("/body/from", "\"2026-11-01\"")
            .With("/body/until", "\"2026-11-22\"")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/until");

    [Test]
    public void An_urgent_request_has_its_reason_and_no_other_has_one()
    {
        Sample.Request.Without("/body/urgencyReason").Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/urgencyReason");
        Sample.Request.With("/body/urgency", "\"routine\"").Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/urgencyReason");
        Sample.Request.With("/body/urgency", "\"routine\"").Without("/body/urgencyReason").Read().ShouldBeTaken();
    }

    [TestCase("open")]
    [TestCase("in-progress")]
    public void An_action_that_is_to_be_done_is_not_due_before_it_is_agreed_on_the_wire(string status)
    {
        var action = Sample.Of("follow-up-action").With("/body/status", $"\"{status}\"").Without("/body/outcome");
        var late = ((JsonObject)action.DeepClone()).With("/body/due", "\"2026-11-22\"");
        late.Read().ShouldBeTaken();
        Opening(late).Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/due");
        var submission = new JsonObject
        {
            ["counterpart"] = "MYS",
            ["kind"] = "follow-up-action",
            ["handling"] = late["handling"]!.DeepClone(),
            ["body"] = late["body"]!.DeepClone(),
        };
        Submission
            .Read(
                System.Text.Encoding.UTF8.GetBytes(submission.ToJsonString()),
                limits: new(new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero), Classification.Confidential)
            )
            .Faults.ShouldHaveSingleItem()
            .Pointer.ShouldBe("/body/due");
        Opening(action.With("/body/due", "\"2026-11-23\"")).Read().ShouldBeTaken();
        Opening(Sample.Of("follow-up-action").With("/body/due", "\"2026-11-22\"")).Read().ShouldBeTaken();

        static JsonObject Opening(JsonObject message) =>
            message.With("/exchangeId", message["messageId"]!.ToJsonString()).With("/sequence", "1").Without("/inReplyTo");
    }

    [TestCase("/body/access", "\"direct\"")]
    [TestCase("/body/dueAt", "\"2026-11-26T16:00:00.000Z\"")]
    [TestCase("/body/automatic", "true")]
    public void An_acknowledgement_of_a_correction_says_that_and_no_more(string pointer, string json)
    {
        var applied = Sample
            .Acknowledgement.Without("/body/access")
            .Without("/body/dueAt")
            .With("/inReplyTo/messageId", "\"019ab0e7-9b00-7abc-8def-0123456789ad\"");
        applied.Read().ShouldBeTaken();
        applied.With(pointer, json).Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, pointer);
    }

    [Test]
    public void A_refused_question_has_its_ground_and_no_other_has_one()
    {
        var refused = Sample.Response.With("/body/answers/1/outcome", "\"refused\"").With("/body/answers/1/ground", "\"minor-offence\"");
        refused.Read().ShouldBeTaken();
        refused
            .With("/body/answers/1/outcome", "\"no-hit\"")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/answers/1/ground");
    }

    [TestCase("Write to rahim.uddin@example.org")]
    [TestCase("Call +880 1711 000000")]
    [TestCase("Call (01711) 000-000.")]
    [TestCase("Call ০১৭১১০০০০০০", Description = "Bangla digits")]
    [TestCase("The passport BX0123456 was used")]
    [TestCase("The passport BX 0123456 was used")]
    [TestCase("The passport A12345 was used")]
    [TestCase("NID 1974226184")]
    [TestCase("MyKad 740812-14-5555")]
    [TestCase("Account 1234-567-890123")]
    [TestCase("P<UTOERIKSSON<<ANNA<MARIA")]
    [TestCase("Seen on 2026-10-03 with 01711000000")]
    public void A_lesson_is_refused_when_its_text_identifies_someone(string text)
    {
        var fault = Sample
            .Of("lesson-learned")
            .With("/body/text", JsonValue.Create(text).ToJsonString())
            .Read()
            .Faults.ShouldHaveSingleItem();
        (fault.Code, fault.Pointer).ShouldBe((ReceiptCode.AgainstTheVocabulary, "/body/text"));
        fault.Text.ShouldNotContain(text);
    }

    [TestCase("Between 2024 and 2026, in 2025-2026 and from 2025-10 on")]
    [TestCase("On 2026-10-03, 03.10.2026 and 3/10/2026 about 1,500,000 taka were asked for")]
    [TestCase("ICCS 08051, section 6 of the Act of 2012, 24/7, 120 persons at 22.3 degrees")]
    [TestCase("Form B2, notice C1234 and article 10(2)")]
    public void A_lesson_may_have_dates_amounts_and_short_numbers(string text) =>
        Sample.Of("lesson-learned").With("/body/text", JsonValue.Create(text).ToJsonString()).Read().ShouldBeTaken();

    [Test]
    public void Every_kind_of_the_protocol_is_built() =>
        CaseKinds
            .All.Select(kind => kind.Code)
            .ShouldBe([
                "request",
                "acknowledgement",
                "clarification",
                "response",
                "refusal",
                "extension",
                "reminder",
                "feedback",
                "withdrawal",
                "correction",
                "spontaneous-information",
                "support-request",
                "follow-up-action",
                "protection-alert",
                "lesson-learned",
                "consent-request",
                "consent",
                "contact-update",
                "erasure",
            ]);

    [Test]
    public void No_fact_of_a_kind_can_hold_text_and_one_name_has_one_form()
    {
        foreach (var facts in CaseKinds.All.SelectMany(kind => kind.Facts).GroupBy(fact => fact.Name))
            facts.Select(fact => fact.Form).Distinct().ShouldHaveSingleItem(facts.Key);
        foreach (var kind in Sample.All.Where(message => message.ContainsKey("exchangeId")))
        {
            var message = kind.Read().OrThrow();
            var json = new JsonObject();
            FactSet.Of(message).WriteTo(json);
            foreach (var fact in ((CaseKind)message.Header.Kind).Facts)
                json[fact.Name]?.ToJsonString().Length.ShouldBeLessThan(100);
        }
    }

    [Test]
    public void A_protection_alert_has_a_victim_among_its_entities()
    {
        const string Person =
            """{ "type": "person", "id": "p1", "names": [{ "form": "document", "asWritten": "Amina" }], "sex": "female" }""";
        const string Victim =
            """{ "type": "victim", "id": "t1", "pseudonym": "A", "status": "possible", "minor": false, "consentToShare": true, "locationWithheld": true }""";
        Sample.Of("protection-alert").Without("/body/whereabouts").With("/body/entities", $"[{Person}, {Victim}]").Read().ShouldBeTaken();
        Sample
            .Of("protection-alert")
            .Without("/body/whereabouts")
            .With("/body/entities", $"[{Person}, {Victim}]")
            .With("/body/entities/1/status", "\"not\"")
            .With("/body/entities/1/decidedBy", "\"police\"")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/entities");
        Sample
            .Of("protection-alert")
            .With("/body/entities", $"[{Person}]")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/entities");
    }

    [Test]
    public void An_alert_without_a_victim_that_says_it_is_about_none_has_both_faults() =>
        Sample
            .Of("protection-alert")
            .With("/body/entities", """[{ "type": "vessel", "id": "v1", "name": "Sea Star" }]""")
            .Without("/body/links")
            .With("/handling/containsVictimData", "false")
            .Read()
            .Faults.Select(fault => fault.Pointer)
            .ShouldBe(["/body/entities", "/handling/containsVictimData"]);

    // It may be the victim.
    [Test]
    public void An_entity_of_an_alert_that_cannot_be_read_is_the_only_fault() =>
        Sample
            .Of("protection-alert")
            .With("/body/entities", """[{ "type": "animal", "id": "t1" }]""")
            .Without("/body/links")
            .Without("/body/whereabouts")
            .Read()
            .Faults.Select(fault => fault.Pointer)
            .ShouldBe(["/body/entities/0/type"]);

    [Test]
    public void Where_the_victim_is_must_be_said_unless_it_is_withheld()
    {
        var alert = Sample.Of("protection-alert").Without("/body/whereabouts");
        alert.Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/whereabouts");
        alert.With("/body/entities/4/locationWithheld", "true").Read().ShouldBeTaken();
    }

    [Test]
    public void A_protection_alert_is_urgent_whatever_it_says() =>
        CaseKinds.ProtectionAlert.Term(FactSet.None).ShouldBe(new Term(Urgency.Urgent, null));
}
