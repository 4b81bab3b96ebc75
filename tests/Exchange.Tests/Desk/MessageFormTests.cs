using System.Text.Json.Nodes;
using Exchange.Desk.Forms;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Exchange.Tests.Desk;

/// <summary>A message goes into its form and comes out of it as it was; buttons change what they say and keep the rest.</summary>
internal sealed class MessageFormTests
{
    private static readonly Shape Request = ShapeOf(CaseKinds.Request);

    private static IEnumerable<TestCaseData<CaseKind, string>> Examples() =>
        CaseKinds.All.SelectMany(kind =>
            KindExamples
                .Of(kind)
                .Select(example => new TestCaseData<CaseKind, string>(kind, example.Json)
                {
                    TestName = $"An_example_comes_back_as_it_was({kind.Code}/{example.Name})",
                })
        );

    private static IEnumerable<TestCaseData<CaseKind, string>> SaidInFull() =>
        CaseKinds
            .All.SelectMany(kind => KindExamples.Of(kind).Select(example => (kind, example.Name, example.Json)))
            .Append((CaseKinds.Request, "strange", """{ "body": { "facts": "x", "rumour": 1 }, "note": { "a": [1, 2] }, "handling": 5, "more": "y" }"""))
            .Append((CaseKinds.Request, "strange body", """{ "body": ["x"], "handling": { "purpose": "z", "tone": "w" } }"""))
            .Select(one => new TestCaseData<CaseKind, string>(one.Item1, one.Item3)
            {
                TestName = $"The_sections_have_each_value_of_a_message_once({one.Item1.Code}/{one.Item2})",
            });

    [TestCase("body", "dueAt", "Day and time in UTC, such as 2026-11-23 16:00.")]
    [TestCase("handling", "retainUntil", "A date such as 2026-11-23.")]
    public void A_time_and_a_day_say_how_they_are_written_whatever_else_is_said_of_them(string part, string name, string form)
    {
        var member = Member(Member(Request, part), name);

        member.Hints.Count.ShouldBe(2);
        member.Hints[1].ShouldBe(form);

        static Shape Member(Shape shape, string name) => shape.Members.Single(member => member.Name == name).Shape;
    }

    [TestCaseSource(nameof(Examples))]
    public void An_example_comes_back_as_it_was(CaseKind kind, string json)
    {
        var message = MessageOf(json);

        var back = FormReader.Read(ShapeOf(kind), Post(new(ShapeOf(kind), message)));

        JsonNode.DeepEquals(back, message).ShouldBeTrue(back.ToJsonString());
    }

    [TestCase("""{ "body": { "subjects": [{ "type": "vessel", "id": "v1", "personsAboard": "many" }] } }""")]
    [TestCase("""{ "body": { "subjects": [{ "type": "spaceship", "crew": [1, 2] }, null, 7, "x"] } }""")]
    [TestCase("""{ "body": { "facts": { "a": 1 }, "offence": "theft", "questions": {}, "urgency": "yesterday" } }""")]
    [TestCase(
        """{ "body": { "subjects": [{ "type": "person", "id": "p1", "roles": ["guard", "king", "guard"], "citizenships": [[]] }] }, "a~/b": { "c": null }, "handling": { "containsVictimData": "perhaps" } }"""
    )]
    [TestCase("""{ "body": { "facts": "\n  two\tlines\n\nand more ", "dueAt": "tomorrow" } }""")]
    public void What_does_not_fit_is_kept_as_it_was_typed(string json)
    {
        var message = MessageOf(json);

        var back = FormReader.Read(Request, Post(new(Request, message)));

        Contains(back, message).ShouldBeTrue(back.ToJsonString());
    }

    [TestCaseSource(nameof(SaidInFull))]
    public void The_sections_have_each_value_of_a_message_once(CaseKind kind, string json)
    {
        var message = MessageOf(json);

        var shown = new MessageForm(ShapeOf(kind), message)
            .Sections.SelectMany(section => section.Members ?? [section.Part])
            .SelectMany(field => ValuesOf(field.Value, field.Pointer));

        shown.Order(StringComparer.Ordinal).ShouldBe(ValuesOf(message, "").Order(StringComparer.Ordinal));
    }

    [TestCase("/body/subjects/0/personsAboard", "46", "46")]
    [TestCase("/body/subjects/0/personsAboard", "৪৬", "\"৪৬\"")]
    [TestCase("/body/subjects/0/personsAboard", "046", "\"046\"")]
    [TestCase("/body/dueAt", "2031-05-01 16:00", "\"2031-05-01T16:00:00.000Z\"")]
    [TestCase("/body/dueAt", "2031-05-01 16:00 UTC", "\"2031-05-01T16:00:00.000Z\"")]
    [TestCase("/body/dueAt", "soon", "\"soon\"")]
    [TestCase("/body/subjects/0/flag", "Malaysia", "\"MYS\"")]
    [TestCase("/body/subjects/0/flag", "mys", "\"MYS\"")]
    [TestCase("/body/subjects/0/flag", "Atlantis", "\"Atlantis\"")]
    [TestCase("/body/subjects/0/name", "Malaysia", "\"Malaysia\"")]
    [TestCase("/body/authority", "  a unit  ", "\"a unit\"")]
    [TestCase("/body/facts", "one\r\ntwo", "\"one\\ntwo\"")]
    [TestCase("/handling/containsMinorData", "true", "true")]
    public void What_is_typed_becomes_a_value(string name, string typed, string value)
    {
        var fields = new Dictionary<string, StringValues>
        {
            ["/body/subjects"] = "0",
            ["/body/subjects/0/type"] = "vessel",
            [name] = typed,
        };

        var read = FormReader.Read(Request, new FormCollection(fields));

        JsonNode.DeepEquals(At(read, name), JsonNode.Parse(value)).ShouldBeTrue(read.ToJsonString());
    }

    [Test]
    public void An_empty_form_has_the_objects_that_are_required_and_nothing_else() =>
        FormReader
            .Read(Request, new FormCollection([]))
            .ToJsonString()
            .ShouldBe(
                """{"handling":{"handlingCodes":[],"legalBasis":{}},"body":{"offence":{},"subjects":[],"necessity":{},"questions":[]}}"""
            );

    [Test]
    public void A_fault_is_shown_at_the_innermost_field_that_there_is()
    {
        var form = new MessageForm(
            Request,
            Example(),
            [
                new("/body/subjects/0/names/1/script", "Not a script.", "403"),
                new("/body/questions/0/number", "Not 1.", "403"),
                new("/handling/handlingCodes/1", "Twice.", "403"),
                new("/nowhere", "Unknown.", "401"),
            ]
        );

        form.PlaceOf("/body/subjects/0/names/1/script").Path.ShouldBe(["body", "subjects", "1", "names", "2", "script"]);
        form.FaultsAt("/body/subjects/0/names/1/script").ShouldHaveSingleItem();
        form.FaultsAt("/handling/handlingCodes").ShouldHaveSingleItem();
        form.FaultsAt("").ShouldHaveSingleItem();
        form.IsMarkedWithin("/body/subjects/0").ShouldBeTrue();
        form.IsMarkedWithin("/body/subjects/1").ShouldBeFalse();
    }

    [TestCase("/body/facts", ObjectReader.Missing, "Enter the facts.")]
    [TestCase("/body/necessity/needed", ObjectReader.Missing, "Enter this: why needed.")]
    [TestCase("/handling/retainUntil", ObjectReader.Missing, "Enter this: retain until.")]
    [TestCase("/body/urgency", ObjectReader.Missing, "Choose the urgency.")]
    [TestCase("/handling/containsMinorData", ObjectReader.Missing, "Choose yes or no: contains minor data.")]
    [TestCase("/body/subjects/0/flag", ObjectReader.Missing, "Enter the flag.")]
    [TestCase("/body/subjects/0/imo", ObjectReader.Missing, "Enter the IMO.")]
    [TestCase("/body/subjects/0/crew", ObjectReader.Missing, ObjectReader.Missing)]
    [TestCase("/body/questions", $"{ObjectReader.Count} 1 to 100 items.", "Add at least one: questions.")]
    [TestCase("/body/subjects", $"{ObjectReader.Count} 1 to 100 items.", $"{ObjectReader.Count} 1 to 100 items.")]
    [TestCase("/body/questions", "Another fault.", "Another fault.")]
    [TestCase("/handling/handlingCodes", $"{ObjectReader.Count} 1 to 4 items.", "Choose at least one: handling codes.")]
    [TestCase("/handling/retainUntil", "Not a date such as 2026-11-23.", "Enter a date such as 2026-11-23.")]
    [TestCase("/body/dueAt", "Not a time such as 2026-11-23T16:00:00.000Z.", "Enter a day and a time in UTC, such as 2026-11-23 16:00.")]
    [TestCase("/body/subjects/0/personsAboard", "Not an integer.", "Enter a whole number.")]
    [TestCase("/body/subjects/0/flag", "Not an ISO 3166-1 alpha-3 country code.", "Enter the name of a country or its code, such as Bangladesh or BGD.")]
    [TestCase("/body/facts", "Not a text.", "Not a text.")]
    public void What_is_wrong_is_said_as_what_to_do(string pointer, string fault, string words)
    {
        var form = new MessageForm(
            Request,
            MessageOf(
                """{ "body": { "subjects": [{ "type": "vessel" }], "questions": [] }, "handling": { "handlingCodes": [] } }"""
            ),
            [new(pointer, fault, "401")]
        );

        form.Faults.ShouldHaveSingleItem().Text.ShouldBe(words);
        form.FaultsAt(form.PlaceOf(pointer).Field.Pointer).ShouldBe(form.Faults);
    }

    [TestCase("Enter the facts.", "facts", true)]
    [TestCase("Choose at least one: handling codes.", "handlingCodes", true)]
    [TestCase("Enter the category (ICCS).", "iccs", true)]
    [TestCase("Enter a whole number.", "personsAboard", false)]
    public void A_sentence_that_names_its_field_does_not_stand_after_the_name_too(string said, string member, bool isNamed) =>
        FaultWords.IsNamed(said, member).ShouldBe(isNamed);

    [Test]
    public void What_is_wrong_stands_in_the_order_of_the_page()
    {
        string[] pointers =
        [
            "/handling/purpose",
            "/expiresAt",
            "/body/questions/0/text",
            "/body/subjects/1/flag",
            "/body/subjects/0/names",
            "/body/offence/iccs",
            "/body/facts",
            "",
            "/body/urgency",
        ];
        var form = new MessageForm(
            Request,
            MessageOf("""{ "body": { "subjects": [{ "type": "person" }, { "type": "vessel" }], "questions": [{ "number": 1 }] }, "handling": {} }"""),
            [.. pointers.Select(pointer => new Exchange.Desk.Api.GatewayFault(pointer, "A fault.", "401"))],
            [.. pointers.Take(2).Select(pointer => new Exchange.Desk.Api.GatewayFault(pointer, "A warning.", null))]
        );

        form.Faults.Select(fault => fault.Pointer)
            .ShouldBe([
                "",
                "/body/urgency",
                "/body/facts",
                "/body/offence/iccs",
                "/body/subjects/0/names",
                "/body/subjects/1/flag",
                "/body/questions/0/text",
                "/handling/purpose",
                "/expiresAt",
            ]);
        form.Warnings.Select(warning => warning.Pointer).ShouldBe(["/handling/purpose", "/expiresAt"]);
    }

    [Test]
    public void A_change_is_named_with_what_was_there_before()
    {
        var (former, present) = (Example(), Example());
        former["body"]!["facts"] = "It sailed.";
        present["handling"]!["handlingCodes"] = new JsonArray("H2", "H3");
        present["body"]!["questions"]!.AsArray().RemoveAt(0);

        var changes = MessageChanges.Between(new(Request, former), new MessageForm(Request, present)).ToList();

        var facts = changes.Single(change => change.Path[^1] == "facts");
        (facts.Before!.Text, facts.Now!.Text).ShouldBe(("It sailed.", Example()["body"]!["facts"]!.ToString()));
        changes.Count(change => change.Path[^1] == "handlingCodes").ShouldBe(1);
        changes.ShouldContain(change => change.Path[1] == "questions" && change.Path.Count == 3 && change.Now == null);
    }

    [Test]
    public void Entities_are_known_by_their_names() =>
        new MessageForm(Request, Example())
            .Names.Take(3)
            .Select(name => (name.Id, FormNames.WordsOf(name.Entity, FormWordsTests.Localizer)))
            .ShouldBe([
                ("p1", "Person: Karim Uddin Specimen"),
                ("p2", "Person: Abang Long"),
                ("o1", "Organisation: Specimen Overseas Ltd"),
            ]);

    [Test]
    public void An_entity_that_is_added_has_a_name_that_no_other_has()
    {
        var message = Example();

        FormEdit.Apply(new(Request, message), "add /body/subjects", "person").ShouldBe("/body/subjects/9");

        message["body"]!["subjects"]![9]!.ToJsonString().ShouldBe("""{"type":"person","id":"p3"}""");
    }

    [Test]
    public void A_list_that_was_absent_gets_its_first_item()
    {
        var message = MessageOf("{}");

        FormEdit.Apply(new(Request, message), "add /body/questions", null).ShouldBe("/body/questions/0");

        message.ToJsonString().ShouldBe("""{"body":{"questions":[{"number":1}]}}""");
    }

    [Test]
    public void Questions_keep_their_numbers_in_order_when_one_is_removed_or_moved()
    {
        var message = Example();

        FormEdit.Apply(new(Request, message), "up /body/questions/2", null).ShouldBe("/body/questions/1");
        Numbered().ShouldBe(["1 vessel", "2 payment", "3 identity"]);
        FormEdit.Apply(new(Request, message), "remove /body/questions/0", null).ShouldBe("/body/questions/0");
        Numbered().ShouldBe(["1 payment", "2 identity"]);

        IEnumerable<string> Numbered() =>
            message["body"]!["questions"]!.AsArray().Select(question => $"{question!["number"]} {question["type"]}");
    }

    [Test]
    public void A_segment_of_a_route_passes_the_one_before_it_and_no_other_entity()
    {
        var message = Example();

        FormEdit.Apply(new(Request, message), "down /body/subjects/7", null).ShouldBe("/body/subjects/8");
        FormEdit.Apply(new(Request, message), "up /body/subjects/7", null).ShouldBe("/body/subjects/7");

        message["body"]!["subjects"]!
            .AsArray()
            .Skip(7)
            .Select(segment => $"{segment!["id"]} {segment["order"]}")
            .ShouldBe(["r2 1", "r1 2"]);
    }

    [TestCase("add /body/facts")]
    [TestCase("add /body/nowhere")]
    [TestCase("add")]
    [TestCase("add x")]
    [TestCase("remove /body/questions/9")]
    [TestCase("remove /body/questions/-1")]
    [TestCase("fly /body/questions/0")]
    [TestCase("")]
    [TestCase(null)]
    public void A_button_that_there_is_not_changes_nothing(string? act)
    {
        var message = Example();

        FormEdit.Apply(new(Request, message), act, "person").ShouldBeNull();

        JsonNode.DeepEquals(message, Example()).ShouldBeTrue();
    }

    private static Shape ShapeOf(CaseKind kind) => KindForms.MessageShape(KindSchema.Of(kind));

    private static JsonObject Example() => MessageOf(KindExamples.Of(CaseKinds.Request)[0].Json);

    private static JsonObject MessageOf(string json)
    {
        var message = JsonNode.Parse(json)!.AsObject();
        foreach (var member in KindForms.OfDraft)
            message.Remove(member);
        return message;
    }

    private static IEnumerable<string> ValuesOf(JsonNode? node, string pointer) =>
        node switch
        {
            JsonObject members => members.SelectMany(member =>
                ValuesOf(member.Value, $"{pointer}/{member.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}")
            ),
            JsonArray items => items.SelectMany((item, index) => ValuesOf(item, FormattableString.Invariant($"{pointer}/{index}"))),
            null => [],
            _ => [pointer],
        };

    // The fields that a browser would send of the form as it is shown.
    private static FormCollection Post(MessageForm form)
    {
        var fields = new Dictionary<string, List<string>>();
        Fill(form.Message);
        return new(fields.ToDictionary(field => field.Key, field => new StringValues([.. field.Value])));

        void Put(string name, string value) =>
            (fields.TryGetValue(name, out var values) ? values : fields[name] = []).Add(
                value.Replace("\n", "\r\n", StringComparison.Ordinal)
            );

        void Fill(FormField field)
        {
            if (field.IsStrange)
                Put($"json:{field.Pointer}", field.Json);
            else if (field.Shape.IsOfLines)
                Put(field.Pointer, string.Join('\n', field.Texts));
            else if (field.Shape.IsOfCodes)
                field.Choices.Where(choice => choice.IsChosen).ToList().ForEach(choice => Put(field.Pointer, choice.Code));
            else if (field.Shape.Kind is ShapeKind.Object or ShapeKind.Alternatives)
                field.Members.Concat(field.StrangeMembers).ToList().ForEach(Fill);
            else if (field.Shape.Kind != ShapeKind.List)
                Put(field.Pointer, field.Text);
            else
                field.Items.ToList().ForEach(FillItem);
        }

        void FillItem(FormField item)
        {
            var slash = item.Pointer.LastIndexOf('/');
            Put(item.Pointer[..slash], item.Pointer[(slash + 1)..]);
            Fill(item);
        }
    }

    // Everything that the one has, the other has too: a form adds the objects that are required.
    private static bool Contains(JsonNode? whole, JsonNode? part) =>
        (whole, part) switch
        {
            (JsonObject all, JsonObject some) => some.All(member => all.ContainsKey(member.Key) && Contains(all[member.Key], member.Value)),
            (JsonArray all, JsonArray some) => all.Count == some.Count && all.Zip(some).All(pair => Contains(pair.First, pair.Second)),
            _ => JsonNode.DeepEquals(whole, part),
        };

    private static JsonNode? At(JsonNode? node, string pointer) =>
        pointer.Split('/').Skip(1).Aggregate(node, (within, part) => within is JsonArray list ? list[int.Parse(part)] : within?[part]);
}
