using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol;

namespace Exchange.Tests.Protocol;

/// <summary>Each rule of the vocabulary, by changing one thing of a valid message.</summary>
internal sealed class VocabularyTests
{
    private const string Person = "/body/subjects/0";
    private const string Document = "/body/subjects/1";
    private const string Vessel = "/body/subjects/2";
    private const string Segment = "/body/subjects/3";

    // The specimens of ICAO 9303, parts 4 to 7. The long number of the second card goes on in its optional data.
    private static readonly string[][] Specimens =
    [
        ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
        ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"],
        ["I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"],
        ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"],
    ];

    private static readonly string[][] Visas =
    [
        ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"],
        ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"],
    ];

    [TestCase("""["H0"]""", null, true)]
    [TestCase("""["H1", "H2"]""", null, true)]
    [TestCase("""["H3", "H1"]""", "Only for the unit.", true)]
    [TestCase("""["H0", "H1"]""", null, false)]
    [TestCase("""["H1", "H1"]""", null, false)]
    [TestCase("""["H3"]""", null, false, Description = "H3 needs its text")]
    [TestCase("""["H2"]""", "Only for the unit.", false, Description = "a text without H3")]
    [TestCase("[]", null, false)]
    [TestCase("""["H4"]""", null, false)]
    [TestCase("""["h1"]""", null, false)]
    public void Handling_codes_stand_once_and_H0_alone_and_H3_with_its_text(string codes, string? text, bool taken)
    {
        var message = Sample.Request.With("/handling/handlingCodes", codes).Without("/handling/handlingText");
        ShouldBe(text is null ? message : message.With("/handling/handlingText", JsonSerializer.Serialize(text)), taken);
    }

    [TestCase("""["H1"]""", true)]
    [TestCase("""["H2", "H1"]""", true)]
    [TestCase("""["H0", "H2"]""", false)]
    [TestCase("""["H2", "H2"]""", false)]
    public void An_item_has_handling_codes_by_the_same_rule(string codes, bool taken) =>
        ShouldBe(Sample.Response.With("/body/answers/0/items/0/handlingCodes", codes), taken);

    [TestCase(2, 1)]
    [TestCase(0, 1)]
    [TestCase(1, 1)]
    [TestCase(1, 3)]
    public void Questions_are_numbered_from_one_without_gaps(int first, int second) =>
        ShouldBe(Sample.Request.With("/body/questions/0/number", $"{first}").With("/body/questions/1/number", $"{second}"), taken: false);

    [Test]
    public void A_question_is_about_a_subject_of_its_request() =>
        Sample
            .Request.With("/body/questions/0/about", "\"v2\"")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/questions/0/about");

    // Fault and reference are at different places of their lists, so a wrong index would show.
    [Test]
    public void A_fault_of_a_reference_names_the_exact_element()
    {
        Pointers(Sample.Request.With("/body/questions/1/about", "\"p7\"").With($"{Document}/holder", "\"v1\""))
            .ShouldBe([$"{Document}/holder", "/body/questions/1/about"]);
        Pointers(Sample.Request.With("/body/questions/0/about", "\"p7\"").With("/body/questions/1/about", "\"p8\""))
            .ShouldBe(["/body/questions/0/about", "/body/questions/1/about"]);
        Pointers(Sample.Request.With("/body/questions/0", "7").With("/body/questions/1/number", "5"))
            .ShouldBe(["/body/questions/0", "/body/questions/1/number"]);
        Pointers(Sample.Response.With("/body/answers/0/items/0/entity", "\"v9\"").With("/body/entities/1/holder", "\"p7\""))
            .ShouldBe(["/body/entities/1/holder", "/body/answers/0/items/0/entity"]);
    }

    [Test]
    public void What_a_reference_must_be_is_said_in_words() =>
        Sample
            .Response.With("/body/entities/5/sponsor/entity", "\"v1\"")
            .Read()
            .Faults.ShouldHaveSingleItem()
            .Text.ShouldBe("Not the id of a person or an organisation in this message.");

    [Test]
    public void Without_the_handling_of_its_message_an_item_is_not_judged_by_it() =>
        Pointers(Sample.Response.With("/body/answers/0/items/0/handlingCodes", """["H3"]""").Without("/handling")).ShouldBe(["/handling"]);

    [TestCase(
        "contact-update",
        "/body/contactPoints/0/hours/zone",
        "UTC Asia/Dhaka Asia/Kuala_Lumpur America/Port-au-Prince America/Argentina/Buenos_Aires",
        "Dhaka asia/Dhaka Asia/dhaka Asia/ Asia/D A/Dhaka Asia/Dhaka/ Asia/Dhaka/North/West UTC+6 +06:00"
    )]
    [TestCase(
        "contact-update",
        "/body/contactPoints/0/hours/to",
        "00:00 09:59 19:30 20:00 23:59",
        "24:00 30:00 2:00 12:60 12:5 12:000 0800 08:00Z"
    )]
    [TestCase(
        "spontaneous-information",
        "/body/offence/iccs",
        "01 09 10 11 0101 0204 0909 08051 070235",
        "00 12 1 1a 020 0200 0214 02040 020410 0204111 10a"
    )]
    [TestCase(
        "correction",
        "/body/replacements/0/pointer",
        "/body/a /body/items/0 /body/1/2/3/4/5/6/7/8/9/10",
        "/body /body/ body/a /handling/a /body//a /body/a- /body/a~0 /body/1/2/3/4/5/6/7/8/9/10/11"
    )]
    [TestCase("correction", "/body/entities/3/from/region", "BD-B MY-10 BD-ABC", "BD BD- BD-ABCD bd-b BDB QQ-1")]
    public void A_form_is_kept_to_its_ends(string kind, string pointer, string taken, string refused)
    {
        foreach (var text in taken.Split(' '))
            Pointers(Sample.Of(kind).With(pointer, $"\"{text}\"")).ShouldBeEmpty(text);
        foreach (var text in refused.Split(' '))
            Pointers(Sample.Of(kind).With(pointer, $"\"{text}\"")).ShouldBe([pointer], text);
    }

    [TestCase("nid", "1974226184 1974226184123 19742261841234567", "197422618 19742261841 197422618412 19742261841234 197422618412345678")]
    [TestCase("mykad", "000101141234 991231-14-1234 740930145678", "740013145678 741312145678 740800145678 740832145678 740812-145-678")]
    [TestCase("mykad", "740812-145678 74081214-5678", "74081214567 7408121456789 740812_14_5678 A40812145678")]
    public void A_number_of_another_shape_is_shown_to_its_writer(string type, string usual, string strange)
    {
        foreach (var text in usual.Split(' '))
            Warned(text).ShouldBeEmpty(text);
        foreach (var text in strange.Split(' '))
            Warned(text).ShouldBe([$"{Person}/identifiers/0/value"], text);

        IEnumerable<string> Warned(string text)
        {
            var read = Sample.Request.With($"{Person}/identifiers/0", $$"""{ "type": "{{type}}", "value": "{{text}}" }""").Read();
            read.Faults.ShouldBeEmpty(text);
            return read.Warnings.Select(warning => warning.Pointer);
        }
    }

    [TestCase($"{Person}/type", "\"animal\"", $"{Person}/type")]
    [TestCase(Person, "7", Person)]
    [TestCase($"{Person}/id", "\" \"", $"{Person}/id")]
    public void A_reference_to_an_entity_that_cannot_be_read_is_no_further_fault(string pointer, string value, string fault) =>
        Pointers(Sample.Request.With(pointer, value).With("/body/questions/0/about", "\"p1\"")).ShouldBe([fault]);

    [Test]
    public void A_list_of_entities_that_is_too_long_is_one_fault() =>
        Pointers(Sample.Request.With("/body/subjects", $"[{string.Join(',', Enumerable.Repeat("1", 201))}]")).ShouldBe(["/body/subjects"]);

    [Test]
    public void No_two_entities_have_the_same_id()
    {
        Sample
            .Request.With($"{Vessel}/id", "\"p1\"")
            .With("/body/questions/0/about", "\"p1\"")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, $"{Vessel}/id");
        Sample
            .Response.With("/body/entities/0/id", "\"v1\"")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/entities/2/id");
        Sample
            .Request.With($"{Person}/id", "\"P1\"")
            .With($"{Document}/holder", "\"P1\"")
            .With("/body/links/0/from", "\"P1\"")
            .Read()
            .ShouldBeTaken();
    }

    [TestCase("9074729", true, Description = "the example of IMO resolution A.1117(30)")]
    [TestCase("9176187", true)]
    [TestCase("9074728", true, Description = "the writer is warned")]
    [TestCase("0000000", false)]
    [TestCase("907472", false)]
    [TestCase("IMO9074729", false)]
    [TestCase("907472A", false)]
    [TestCase("৯০৭৪৭২৯", false, Description = "digits of another script")]
    public void An_imo_number_has_seven_digits(string imo, bool taken) => Given($"{Vessel}/imo", imo, taken);

    [TestCase("533000123", true)]
    [TestCase("000000000", false)]
    [TestCase("53300012", false)]
    [TestCase("5330001234", false)]
    [TestCase("53300012A", false)]
    [TestCase("٥٣٣٠٠٠١٢٣", false, Description = "digits of another script")]
    public void An_mmsi_has_nine_digits(string mmsi, bool taken) => Given($"{Vessel}/mmsi", mmsi, taken);

    [TestCaseSource(nameof(Specimens))]
    [TestCaseSource(nameof(Visas))]
    public void The_specimens_of_icao_9303_are_taken(params string[] lines) => ShouldBe(WithZone(lines), taken: true);

    [TestCaseSource(nameof(Specimens))]
    public void A_zone_with_one_wrong_digit_is_refused_unless_the_document_is_reported_for_it(params string[] lines)
    {
        // Names are not checked, so no digit stands in them.
        foreach (var wrong in OneDigitWrong(lines))
        {
            ShouldBe(WithZone(wrong), taken: false);
            ShouldBe(WithZone(wrong).With($"{Document}/fraud", "\"made-or-altered\""), taken: true);
        }
    }

    [TestCaseSource(nameof(Visas))]
    public void A_visa_is_checked_but_for_its_optional_data(params string[] lines)
    {
        foreach (var wrong in OneDigitWrong([lines[0], lines[1][..28]]))
            ShouldBe(WithZone(wrong[0], wrong[1] + lines[1][28..]), taken: false);
    }

    [TestCase("P<UTO", "L898902C36UTO")]
    [TestCase("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "I<UTOD231458907<<<<<<<<<<<<<<<")]
    [TestCase("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<")]
    [TestCase("p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<", "l898902c36uto7408122f1204159ze184226b<<<<<10")]
    [TestCase("P<UTOERIKSSON<<ANNA MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")]
    [TestCase("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")]
    [TestCase("", "")]
    public void A_zone_of_another_shape_is_refused(params string[] lines) => ShouldBe(WithZone(lines), taken: false);

    [TestCase("P", true)]
    [TestCase("PD", true)]
    [TestCase("AC", true)]
    [TestCase("ACD", false)]
    [TestCase("P<", false)]
    [TestCase("X", false)]
    [TestCase("p", false)]
    public void A_document_has_an_icao_9303_type(string type, bool taken) => Given($"{Document}/documentType", type, taken);

    [TestCase("2007-04-16", "2007-04-16", true)]
    [TestCase("2007-04-16", "2007-04-15", false)]
    public void A_document_does_not_expire_before_it_was_issued(string issuedOn, string expiresOn, bool taken) =>
        Given($"{Document}/expiresOn", expiresOn, taken, Sample.Request.With($"{Document}/issuedOn", $"\"{issuedOn}\""));

    [TestCase("BDCGP", true)]
    [TestCase("THBK2", true)]
    [TestCase("BDCG1", false, Description = "1 and 0 are not used")]
    [TestCase("BDCG0", false)]
    [TestCase("bdcgp", false)]
    [TestCase("BDCG", false)]
    [TestCase("BD CG", false)]
    [TestCase("B2CGP", false)]
    public void A_place_has_an_un_locode(string code, bool taken) => Given($"{Segment}/from/locode", code, taken);

    [TestCase("90", "180", true)]
    [TestCase("-90", "-180", true)]
    [TestCase("22.3569", "91.7832", true)]
    [TestCase("90.0001", "0", false)]
    [TestCase("0", "-180.0001", false)]
    [TestCase("0", "180.0001", false)]
    [TestCase("-91", "0", false)]
    [TestCase("22.3", null, false)]
    [TestCase(null, "91.8", false)]
    [TestCase(null, null, true)]
    public void Latitude_and_longitude_are_on_the_earth_and_given_together(string? latitude, string? longitude, bool taken)
    {
        var message = Sample.Request.Without($"{Segment}/from/latitude").Without($"{Segment}/from/longitude");
        message = latitude is null ? message : message.With($"{Segment}/from/latitude", latitude);
        ShouldBe(longitude is null ? message : message.With($"{Segment}/from/longitude", longitude), taken);
    }

    [TestCase("2026-10-01T00:00:00.000Z", true)]
    [TestCase("2026-09-30T23:59:59.999Z", false)]
    public void A_segment_does_not_arrive_before_it_departs(string notAfter, bool taken) => Given($"{Segment}/notAfter", notAfter, taken);

    [TestCase("Beng", true)]
    [TestCase("beng", false)]
    [TestCase("Rohg", true)]
    [TestCase("Abcd", false)]
    [TestCase("BENG", false)]
    [TestCase("Ben", false)]
    [TestCase("Ben1", false)]
    [TestCase("Bengali", false)]
    public void A_script_is_an_iso_15924_code(string script, bool taken) => Given($"{Person}/names/1/script", script, taken);

    [Test]
    public void A_native_script_is_named()
    {
        ShouldBe(Sample.Request.Without($"{Person}/names/1/script"), taken: false);
        ShouldBe(Sample.Request.Without($"{Person}/names"), taken: true);
        ShouldBe(Sample.Request.Without($"{Person}/names/0/family"), taken: true);
        ShouldBe(Sample.Request.With($"{Person}/names", "[]"), taken: false);
    }

    [TestCase("1974-08-12", "day", true)]
    [TestCase("1970-01-01", "decade", true)]
    [TestCase("1974-01-01", "decade", false)]
    [TestCase("1970-08-01", "decade", false)]
    [TestCase("1974-08-01", "month", true)]
    [TestCase("1974-08-12", "month", false)]
    [TestCase("1974-01-01", "year", true)]
    [TestCase("1974-08-01", "year", false)]
    [TestCase("1974-01-12", "year", false)]
    public void What_is_not_known_of_a_birth_date_is_set_to_the_first(string date, string precision, bool taken) =>
        ShouldBe(Sample.Request.With($"{Person}/birthDate", $$"""{ "date": "{{date}}", "precision": "{{precision}}" }"""), taken);

    [TestCase("MYS", true)]
    [TestCase("XKX", false)]
    [TestCase("MY", false)]
    [TestCase("mys", false)]
    public void A_country_is_an_iso_3166_1_alpha_3_code(string code, bool taken)
    {
        foreach (
            var pointer in new[]
            {
                $"{Person}/citizenships/0",
                $"{Person}/identifiers/0/issuer",
                $"{Document}/issuingState",
                $"{Vessel}/flag",
            }
        )
        {
            Given(pointer, code, taken);
        }
    }

    [Test]
    public void An_item_has_a_text_or_an_entity_of_its_response()
    {
        const string Item = "/body/answers/0/items/0";
        ShouldBe(Sample.Response.Without($"{Item}/text"), taken: true);
        ShouldBe(Sample.Response.Without($"{Item}/entity"), taken: true);
        ShouldBe(Sample.Response.Without($"{Item}/text").Without($"{Item}/entity"), taken: false);
        Sample.Response.With($"{Item}/entity", "\"v2\"").Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, $"{Item}/entity");
    }

    [TestCase("hit", false)]
    [TestCase("no-hit", true)]
    [TestCase("partial", false)]
    [TestCase("refused", false, Description = "without its ground")]
    [TestCase("needs-judicial-authorisation", true)]
    [TestCase("maybe", false)]
    public void A_hit_has_an_item(string outcome, bool taken) => Given("/body/answers/1/outcome", outcome, taken, Sample.Response);

    [TestCase("hit", true)]
    [TestCase("partial", true)]
    [TestCase("no-hit", false)]
    [TestCase("refused", false)]
    [TestCase("needs-judicial-authorisation", false)]
    public void Only_a_hit_has_items(string outcome, bool taken) => Given("/body/answers/0/outcome", outcome, taken, Sample.Response);

    [Test]
    public void A_question_is_answered_once_in_a_response() =>
        Sample
            .Response.With("/body/answers/1/question", "1")
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/answers/1/question");

    [TestCase("/body/facts", 20_000)]
    [TestCase("/body/necessity/heldThere", 4000)]
    [TestCase("/body/necessity/needed", 4000)]
    [TestCase("/body/questions/0/text", 2000)]
    [TestCase("/handling/handlingText", 500)]
    [TestCase("/handling/legalBasis/text", 500)]
    [TestCase("/handling/legalBasis/article", 100)]
    [TestCase(Person + "/names/0/family", 200)]
    [TestCase(Person + "/names/0/given", 200)]
    [TestCase(Person + "/names/1/asWritten", 400)]
    [TestCase(Person + "/fatherName", 400)]
    [TestCase(Person + "/motherName", 400)]
    [TestCase(Person + "/birthDate/asWritten", 100)]
    [TestCase(Person + "/birthPlace/name", 200)]
    [TestCase(Person + "/relationships/0/to/name", 400)]
    [TestCase(Person + "/relationships/0/text", 1000)]
    [TestCase(Person + "/description", 2000)]
    [TestCase(Person + "/identifiers/0/value", 64)]
    [TestCase(Document + "/number", 32)]
    [TestCase(Document + "/authority", 200)]
    [TestCase(Vessel + "/name", 200)]
    [TestCase(Vessel + "/formerNames/0", 200)]
    [TestCase(Vessel + "/callSign", 16)]
    [TestCase(Vessel + "/description", 2000)]
    [TestCase(Segment + "/id", 32)]
    [TestCase(Segment + "/ticket", 100)]
    [TestCase(Segment + "/from/name", 200)]
    [TestCase("/body/answers/0/items/0/text", 8000)]
    [TestCase("/body/unit", 200)]
    [TestCase("/body/caseOfficer", 200)]
    public void A_text_has_a_longest_form(string pointer, int maximum)
    {
        Given(pointer, new string('x', maximum), taken: true, SampleWith(pointer));
        Given(pointer, new string('x', maximum + 1), taken: false, SampleWith(pointer));
        Given(pointer, new string(' ', maximum), taken: false, SampleWith(pointer));
    }

    [TestCase("/body/answers/0/question", "0")]
    [TestCase("/body/answers/0/question", "1000")]
    [TestCase(Vessel + "/personsAboard", "-1")]
    [TestCase(Vessel + "/personsAboard", "100001")]
    [TestCase(Segment + "/order", "0")]
    [TestCase(Segment + "/order", "1000")]
    public void A_number_has_bounds(string pointer, string number) => ShouldBe(SampleWith(pointer).With(pointer, number), taken: false);

    [TestCase("/body/questions")]
    [TestCase("/body/answers/0/items")]
    [TestCase(Person + "/names")]
    [TestCase(Person + "/citizenships")]
    [TestCase(Person + "/identifiers")]
    public void A_list_that_is_there_is_not_empty(string pointer) => ShouldBe(SampleWith(pointer).With(pointer, "[]"), taken: false);

    [TestCase(1)]
    [TestCase(4)]
    public void The_zone_of_a_forged_document_too_has_two_or_three_lines(int lines) =>
        ShouldBe(Sample.Request.With($"{Document}/mrz", JsonSerializer.Serialize(Enumerable.Repeat("P<UTO", lines))), taken: false);

    private static readonly string[] Others = ["BGD", "MYS", "THA", "IDN", "IND", "NPL", "MMR", "LKA", "PAK", "PHL", "VNM"];

    [TestCase("/body/questions", 100)]
    [TestCase("/body/subjects", 200)]
    [TestCase(Person + "/names", 20)]
    [TestCase(Person + "/identifiers", 20)]
    [TestCase(Person + "/citizenships", 10)]
    [TestCase(Vessel + "/formerNames", 20)]
    [TestCase("/body/answers", 100)]
    [TestCase("/body/answers/0/items", 100)]
    [TestCase("/body/entities", 200)]
    public void A_list_has_a_largest_size(string pointer, int maximum)
    {
        ShouldBe(Filled(maximum), taken: true);
        ShouldBe(Filled(maximum + 1), taken: false);

        JsonObject Filled(int count)
        {
            var message = SampleWith(pointer);
            var template = Sample.Nodes(message).First(node => node.Pointer == pointer + "/0").Node;
            var present = template.Parent!.AsArray();
            while (present.Count < count)
            {
                // A code is in no list twice.
                JsonNode next = pointer.EndsWith("/citizenships", StringComparison.Ordinal)
                    ? JsonValue.Create(Others[present.Count])!
                    : template.DeepClone();
                Renumber(next, present.Count);
                present.Add(next);
            }

            return message;
        }

        static void Renumber(JsonNode node, int index)
        {
            if (node is JsonObject { } members && members.ContainsKey("number"))
                members["number"] = index + 1;
            if (node is JsonObject { } answers && answers.ContainsKey("question"))
                answers["question"] = index + 1;
            if (node is JsonObject { } others && others.ContainsKey("id"))
                others["id"] = $"x{index}";
        }
    }

    // Overrides, embeddings and isolates of direction; the control characters of ASCII and Latin 1.
    [TestCase('\u202A')]
    [TestCase('\u202E')]
    [TestCase('\u2066')]
    [TestCase('\u2069')]
    [TestCase('\0')]
    [TestCase('\r')]
    [TestCase('\u001B')]
    [TestCase('\u007F')]
    [TestCase('\u009F')]
    public void No_text_anywhere_holds_a_control_or_a_turn_of_direction(char character)
    {
        foreach (var message in Sample.All)
        {
            foreach (var (pointer, node) in Sample.Nodes(message).Where(pair => pair.Node.GetValueKind() == JsonValueKind.String))
            {
                var spoiled = JsonSerializer.Serialize(node.GetValue<string>() + character);
                ((JsonObject)message.DeepClone()).With(pointer, spoiled).Read().IsValid.ShouldBeFalse($"{message["kind"]}{pointer}");
            }
        }
    }

    [Test]
    public void Texts_may_have_lines_and_any_script() =>
        Given("/body/facts", "a\n\tআনা বেগম, أحمد, 🙂, zero\u200Dwidth, right-to-left mark \u200F", taken: true);

    [Test]
    public void A_check_is_not_made_of_what_is_already_at_fault()
    {
        ShouldNotThrow(
            Sample.Request.With("/body/subjects", """[null, 7, {}, { "type": "animal" }]""").With("/body/questions", "[null, {}]")
        );
        ShouldNotThrow(Sample.Request.With($"{Document}/mrz", "[1, null]").Without($"{Document}/fraud"));
        ShouldNotThrow(Sample.Request.With($"{Document}/documentType", "\"\"").With($"{Person}/names/0", "7"));
        ShouldNotThrow(Sample.Request.With("/handling/handlingCodes", "[null, {}]"));
        ShouldNotThrow(Sample.Response.With("/body/answers", """[null, { "items": [null] }, {}]""").With("/body/entities", "[7]"));

        static void ShouldNotThrow(JsonObject message) => ((JsonObject)message.DeepClone()).Read().IsValid.ShouldBeFalse();
    }

    private static IEnumerable<string[]> OneDigitWrong(string[] lines) =>
        from line in Enumerable.Range(0, lines.Length)
        from position in Enumerable.Range(0, lines[line].Length)
        where char.IsAsciiDigit(lines[line][position])
        let digit = (char)('0' + ((lines[line][position] - '0' + 1) % 10))
        select lines.Select((text, index) => index == line ? $"{text[..position]}{digit}{text[(position + 1)..]}" : text).ToArray();

    private static List<string> Pointers(JsonObject message) => [.. message.Read().Faults.Select(fault => fault.Pointer)];

    private static JsonObject SampleWith(string pointer) =>
        Sample.All.First(message => Sample.Nodes(message).Any(node => node.Pointer == pointer));

    private static JsonObject WithZone(params string[] lines) =>
        Sample.Request.Without($"{Document}/fraud").With($"{Document}/mrz", JsonSerializer.Serialize(lines));

    private static void Given(string pointer, string text, bool taken, JsonObject? message = null) =>
        ShouldBe((message ?? Sample.Request).With(pointer, JsonSerializer.Serialize(text)), taken);

    private static void ShouldBe(JsonObject message, bool taken)
    {
        var result = message.Read();
        if (taken)
            result.ShouldBeTaken();
        else
            result.Faults.ShouldNotBeEmpty(message.ToJsonString());
        result.Faults.ShouldAllBe(fault => fault.Code == ReceiptCode.AgainstTheVocabulary);
    }
}
