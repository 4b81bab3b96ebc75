using System.Text.Json.Nodes;

namespace Exchange.Tests.Protocol;

/// <content>The kinds beside request, acknowledgement and response.</content>
internal static partial class Sample
{
    private const string Item =
        """{ "text": "Seen on 3 October.", "sourceGrade": "A", "informationGrade": "1", "handlingCodes": ["H1"], "dateOfInformation": "2026-10-03" }""";

    private const string Contact = """
        {
          "unit": "Anti-Trafficking Unit", "role": "Duty officer", "languages": ["ben", "eng"],
          "hours": { "zone": "Asia/Dhaka", "days": ["sunday", "monday"], "from": "08:00", "to": "17:30" },
          "channels": [{ "type": "telephone", "address": "+880 2 0000000" }]
        }
        """;

    private const string InDanger =
        """{ "type": "victim", "id": "t1", "pseudonym": "Worker B", "person": "p1", "status": "possible", "minor": false, "consentToShare": true, "locationWithheld": false }""";

    private static readonly Dictionary<string, string> Others = new()
    {
        ["clarification"] =
            """{ "questions": [{ "number": 1, "text": "Which vessel?", "about": 1 }, { "number": 2, "text": "Which month is meant?" }] }""",
        ["refusal"] = """{ "ground": "national-security", "text": "It cannot be given at present.", "questions": [2] }""",
        ["extension"] =
            """{ "newDueAt": "2026-12-10T16:00:00.000Z", "reason": "judicial-authorisation", "text": "The court sits on Monday." }""",
        ["reminder"] = """{ "dueAt": "2026-11-22T16:00:00.000Z", "number": 2, "automatic": true }""",
        ["feedback"] = """{ "outcome": "victims-rescued", "usefulness": "decisive", "text": "Twelve workers are safe." }""",
        ["withdrawal"] =
            """{ "reason": "sent-by-mistake", "text": "It was meant for another case.", "messages": ["019ab0e7-9b00-7abc-8def-0123456789ad"] }""",
        ["correction"] = $$"""
            {
              "messageId": "019ab0e7-9b00-7abc-8def-0123456789ad", "reason": "wrong-person", "text": "It was her sister.",
              "replacements": [{ "pointer": "/body/answers/0/items/0", "item": {{Item}} }], "entities": {{Entities}}, {{Links}}
            }
            """,
        ["spontaneous-information"] =
            $$"""{ "offence": { "iccs": "0204", "section": "Section 6" }, "items": [{{Item}}], "entities": {{Entities}}, {{Links}} }""",
        ["support-request"] = $$"""
            {
              "urgency": "urgent", "urgencyReason": "life-or-limb", "dueAt": "2026-11-25T16:00:00.000Z", "support": "victim-rescue",
              "text": "Two persons are held in a house.", "place": "Klang", "from": "2026-11-23", "until": "2026-11-30", "contact": {{Contact}}
            }
            """,
        ["follow-up-action"] = """
            {
              "agreedAt": { "meeting": "Third bilateral meeting", "place": "Dhaka", "date": "2026-10-01" }, "text": "Exchange lists of licensed agencies.",
              "owner": "MYS", "unit": "Labour inspection", "due": "2026-12-31", "status": "done", "outcome": "The list was handed over."
            }
            """,
        ["protection-alert"] = $$"""
            {
              "entities": [{{FirstEntities}}, {{InDanger}}], "links": [{ "from": "t1", "relation": "same-as", "to": "p1" }],
              "immediateDanger": "She is to be moved tonight.", "whereabouts": "A house near the port.",
              "wantedServices": ["rescue", "shelter"], "safeContact": "Not by telephone: her employer has it."
            }
            """,
        ["lesson-learned"] = """
            {
              "type": "trend", "topic": "Landings on mangrove coasts", "text": "Since 2025-10 boats land at night, at up to 1,500 metres.", "route": "By sea, northwards",
              "indicators": ["Boats without lights"], "practice": "Patrols of fishing villages"
            }
            """,
        ["consent-request"] = """
            {
              "messageId": "019ab0e7-9b00-7abc-8def-0123456789ad", "items": ["/body/items/0"], "use": "pass-on", "recipients": ["Royal Thai Police"],
              "text": "The vessel has gone there."
            }
            """,
        ["consent"] = """{ "granted": true, "conditions": "Without the name of the source." }""",
        ["contact-update"] = $$"""{ "contactPoints": [{{Contact}}] }""",
        ["erasure"] = """
            {
              "messages": [{
                "messageId": "019ab0e7-9b00-7abc-8def-0123456789ad",
                "signed": "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
              }],
              "erasedAt": "2026-11-23T15:00:00.000Z", "ground": "retention-ended"
            }
            """,
    };

    /// <summary>A valid message of one of these kinds.</summary>
    public static JsonObject Of(string kind)
    {
        var message = Parse($$"""{ {{Case}}, "kind": "{{kind}}", "body": {{Others[kind]}} }""");
        if (kind == "lesson-learned")
            message.With("/handling/containsVictimData", "false");
        return message;
    }
}
