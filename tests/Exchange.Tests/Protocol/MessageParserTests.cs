using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Messages;

namespace Exchange.Tests.Protocol;

/// <summary>Every refusal of the border protocol, section 4, by spoiling one thing of a valid message.</summary>
internal sealed class MessageParserTests
{
    // A member, or the object that it is in and the member: the type of an entity, or the name under which the object is.
    private static readonly string[] Optional =
    [
        "inReplyTo",
        "handlingText",
        "article",
        "request.dueAt",
        "about",
        "links",
        "held",
        "handlingCodes",
        "dateOfInformation",
        "names",
        "fatherName",
        "motherName",
        "roles",
        "sex",
        "gender",
        "birthDate",
        "birthPlace",
        "places",
        "citizenships",
        "identifiers",
        "relationships",
        "description",
        "family",
        "given",
        "script",
        "estimatedOn",
        "birthDate.asWritten",
        "issuer",
        "otherType",
        "relationships.text",
        "holder",
        "issuedOn",
        "expiresOn",
        "mrz",
        "authority",
        "fraud",
        "document",
        "sponsor",
        "permit.work",
        "workers",
        "vessel.name",
        "formerNames",
        "imo",
        "mmsi",
        "callSign",
        "flag",
        "unseaworthy",
        "personsAboard",
        "from.role",
        "place.role",
        "from.address",
        "country",
        "region",
        "locode",
        "latitude",
        "longitude",
        "notBefore",
        "notAfter",
        "carrier",
        "ticket",
        "otherNames",
        "registrationNumber",
        "licenceNumber",
        "industry",
        "addresses",
        "addresses.role",
        "worker",
        "promised",
        "actual",
        "promised.work",
        "employer",
        "promised.place",
        "wage",
        "per",
        "hoursPerDay",
        "daysPerWeek",
        "promised.from",
        "promised.until",
        "actual.work",
        "e164",
        "service",
        "user",
        "firstSeen",
        "lastSeen",
        "sum",
        "method",
        "account",
        "institution",
        "branch",
        "payer",
        "beneficiary",
        "payment.date",
        "vehicleType",
        "plate",
        "plateState",
        "vin",
        "make",
        "colour",
        "flight.from",
        "flight.to",
        "booking",
        "event.place",
        "participants",
        "acts",
        "means",
        "exploitationTypes",
        "sexualExploitationTypes",
        "recruitmentMethods",
        "controlMethods",
        "indicators",
        "person",
        "decidedBy",
        "ageWhenTrafficked",
        "ageBasis",
        "needs",
        "victim.language",
        "victim.safeContact",
        "referredTo",
        "from.entity",
        "carrier.entity",
        "sponsor.entity",
        "employer.entity",
        "user.entity",
        "payer.entity",
        "beneficiary.entity",
        "currency",
        "asset",
        "urgencyReason",
        "section",
        "access",
        "ground",
        "hours",
        "practice",
        "route",
        "conditions",
        "reason",
        "outcome",
        "whereabouts",
    ];

    [Test]
    public void A_valid_message_is_taken_with_its_exact_bytes()
    {
        foreach (var json in Sample.All)
        {
            var bytes = Sample.Pad(json.ToJsonString());
            var message = MessageParser.Read(bytes).OrThrow();
            message.Bytes.ToArray().ShouldBe(bytes);
            message.Body.Kind.ShouldBe(message.Header.Kind);
        }
    }

    [TestCase("MYS-BGD-2026-1", true)]
    [TestCase("BGD-MYS-2026-000000000042", true)]
    [TestCase("RAHIM-UDDIN-1987-1", false)]
    [TestCase("BGD-MYS-RAHIM-1", false)]
    [TestCase("BGD-THA-2026-000042", false)]
    [TestCase("BGD-MYS-2026", false)]
    [TestCase("BGD-MYS-2026-", false)]
    [TestCase("BGD-MYS-2026-0000000000042", false)]
    [TestCase("BGD-MYS-2026-000042\n", false)]
    [TestCase("bgd-mys-2026-000042", false)]
    public void A_reference_names_the_two_parties_a_year_and_a_number_and_nothing_that_anybody_may_choose(string reference, bool isTaken)
    {
        var request = Sample.Request;
        request["reference"] = reference;
        var read = MessageParser.Read(Sample.Pad(request.ToJsonString()));
        read.Faults.Select(fault => fault.Pointer).ShouldBe(isTaken ? [] : ["/reference"]);
    }

    [TestCase("BGD-MYS-2026-000042", true)]
    [TestCase("BGD-MYS-2025-000042", true)]
    [TestCase("BGD-MYS-2027-000042", true)]
    [TestCase("BGD-MYS-2024-000042", false)]
    [TestCase("BGD-MYS-2028-000042", false)]
    [TestCase("BGD-MYS-0000-000042", false)]
    [TestCase("MYS-BGD-2026-000042", false)]
    [TestCase("BGD-BGD-2026-000042", false)]
    public void The_reference_of_an_opener_begins_with_its_sender_and_is_of_its_time(string reference, bool isTaken)
    {
        var opener = Sample.Request;
        opener["messageId"] = (string)opener["exchangeId"]!;
        opener.Remove("inReplyTo");
        opener["reference"] = reference;
        MessageParser.Read(Sample.Pad(opener.ToJsonString())).Faults.Select(fault => fault.Pointer).ShouldBe(isTaken ? [] : ["/reference"]);
    }

    [Test]
    public void No_message_of_any_kind_answers_itself()
    {
        foreach (var message in Sample.All.Where(message => message.ContainsKey("inReplyTo")))
        {
            message["inReplyTo"]!["messageId"] = (string)message["messageId"]!;
            MessageParser.Read(Sample.Pad(message.ToJsonString())).ShouldBeRefused(ReceiptCode.MembersOrTypes, "/inReplyTo");
        }
    }

    [Test]
    public void Members_may_stand_in_any_order_with_white_space_between_them()
    {
        var backwards = new JsonObject(
            Sample.Request.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
        var text = "\r\n\t" + backwards.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        MessageParser.Read(Sample.Pad(text)).ShouldBeTaken();
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"text\"")]
    [TestCase("{")]
    [TestCase("{} {}")]
    [TestCase("{},")]
    [TestCase("{'protocol': 1}")]
    [TestCase("\u00A0{}")]
    public void What_is_not_one_json_object_is_refused(string text) =>
        ((int)MessageParser.Read(Sample.Pad(text)).Faults[0].Code).ShouldBe(text is "null" or "[]" or "\"text\"" ? 401 : 400);

    // Each replaces `"facts":"…"` of a valid request by something that a lenient reader takes.
    [TestCase("\"facts\":\"x\",\"facts\":\"x\"", TestName = "A name twice")]
    [TestCase("\"facts\":\"x\",\"f\\u0061cts\":\"x\"", TestName = "A name twice, once escaped")]
    [TestCase("\"facts\":{\"a\":[{\"b\":1,\"b\":1}]}", TestName = "A name twice, deep in an unread place")]
    [TestCase("\"facts\":\"\\ud800\"", TestName = "A lone high surrogate")]
    [TestCase("\"facts\":\"\\udc00\\ud800\"", TestName = "Surrogates the wrong way round")]
    [TestCase("\"facts\":\"x\",\"unread\":[\"\\udfff\"]", TestName = "A lone low surrogate in an unread place")]
    [TestCase("\"facts\":\"x\",\"\\ud800\":1", TestName = "A lone surrogate in a name")]
    [TestCase("\"facts\":NaN", TestName = "NaN")]
    [TestCase("\"facts\":Infinity", TestName = "Infinity")]
    [TestCase("\"facts\":01", TestName = "A leading zero")]
    [TestCase("\"facts\":+1", TestName = "A plus sign")]
    [TestCase("\"facts\":0x10", TestName = "A hexadecimal number")]
    [TestCase("\"facts\":.5", TestName = "A number without integer part")]
    [TestCase("\"facts\":True", TestName = "A literal in another case")]
    [TestCase("\"facts\":'x'", TestName = "Single quotes")]
    [TestCase("facts:\"x\"", TestName = "A name without quotes")]
    [TestCase("\"facts\":\"x\"/* comment */", TestName = "A comment")]
    [TestCase("\"facts\":\"x\"//", TestName = "A comment to the end of the line")]
    [TestCase("\"facts\":[1,]", TestName = "A trailing comma in a list")]
    [TestCase("\"facts\":{\"a\":1,}", TestName = "A trailing comma in an object")]
    [TestCase("\"facts\":\"a\tb\"", TestName = "A bare tab in a text")]
    [TestCase("\"facts\":\"a\nb\"", TestName = "A bare line feed in a text")]
    [TestCase("\"facts\":\"a\0b\"", TestName = "A bare zero in a text")]
    [TestCase("\"facts\":\"\\x41\"", TestName = "An unknown escape")]
    [TestCase("\"facts\":\"\\u00g0\"", TestName = "An escape without hexadecimal digits")]
    public void What_is_not_strict_json_is_refused(string member) => ShouldNotBeStrict(Encoding.UTF8.GetBytes(RequestWithFacts(member)));

    [TestCase(new byte[] { 0x80 }, TestName = "A continuation byte alone")]
    [TestCase(new byte[] { 0xC0, 0x80 }, TestName = "An overlong zero")]
    [TestCase(new byte[] { 0xED, 0xA0, 0x80 }, TestName = "A lone surrogate in UTF-8")]
    [TestCase(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, TestName = "Beyond Unicode")]
    [TestCase(new byte[] { 0xFF }, TestName = "No UTF-8 at all")]
    public void What_is_not_utf8_is_refused(byte[] bytes)
    {
        var parts = RequestWithFacts("\"facts\":\"|\"").Split('|');
        ShouldNotBeStrict([.. Encoding.UTF8.GetBytes(parts[0]), .. bytes, .. Encoding.UTF8.GetBytes(parts[1])]);
    }

    [Test]
    public void A_byte_order_mark_or_another_encoding_is_refused()
    {
        var json = Sample.Request.ToJsonString();
        ShouldNotBeStrict([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]);
        ShouldNotBeStrict(Encoding.Unicode.GetBytes(json));
        ShouldNotBeStrict(Encoding.UTF32.GetBytes(json));
    }

    // The message and its body are two levels of the 32.
    [TestCase(30, ReceiptCode.MembersOrTypes)]
    [TestCase(31, ReceiptCode.NotStrictJson)]
    [TestCase(10_000, ReceiptCode.NotStrictJson)]
    public void More_than_32_levels_are_refused(int more, ReceiptCode code)
    {
        Nested(new string('[', more) + new string(']', more)).ShouldBe(code);
        Nested(string.Concat(Enumerable.Repeat("{\"a\":", more)) + "1" + new string('}', more)).ShouldBe(code);

        static ReceiptCode Nested(string value) => MessageParser.Read(Sample.Pad(RequestWithFacts("\"facts\":" + value))).Faults[0].Code;
    }

    [Test]
    public void A_message_may_be_512_kibibytes_and_no_more()
    {
        const int Limit = 512 * 1024;
        SpacedTo(Limit).Length.ShouldBe(Limit);
        MessageParser.Read(SpacedTo(Limit)).ShouldBeTaken();
        MessageParser.Read(SpacedTo(Limit + 4096)).ShouldBeRefused(ReceiptCode.NotStrictJson, "");
        MessageParser.Read(new byte[Limit + 1]).ShouldBeRefused(ReceiptCode.NotStrictJson, "");
    }

    [Test]
    public void Padding_is_the_fewest_spaces_and_nothing_else()
    {
        var json = Encoding.UTF8.GetBytes(Sample.Request.ToJsonString());
        var padded = Sample.Pad(json);

        ShouldNotBeStrictAsIs(json);
        ShouldNotBeStrictAsIs(padded[..^1]);
        ShouldNotBeStrictAsIs([.. padded, .. " "u8]);
        ShouldNotBeStrictAsIs([.. padded, .. Enumerable.Repeat((byte)' ', 4096)]);
        foreach (var other in "\0\t\n\r\u0085,}"u8.ToArray())
        {
            ShouldNotBeStrictAsIs([.. json, .. Enumerable.Repeat(other, padded.Length - json.Length)]);
            ShouldNotBeStrictAsIs([.. padded[..^1], other]);
        }
    }

    [Test]
    public void A_message_that_fills_its_blocks_has_no_padding()
    {
        var full = SpacedTo(8192);
        full[^1].ShouldBe((byte)'}');
        MessageParser.Read(full).ShouldBeTaken();
        ShouldNotBeStrictAsIs([.. full, .. Enumerable.Repeat((byte)' ', 4096)]);
    }

    [TestCaseSource(nameof(Required))]
    public void A_missing_member_is_refused(JsonObject message, string pointer) =>
        message.Without(pointer).Read().ShouldBeRefused(ReceiptCode.MembersOrTypes, pointer);

    [TestCaseSource(nameof(NotRequired))]
    public void An_optional_member_may_be_absent(JsonObject message, string pointer) =>
        message.Without(pointer).Read().Faults.ShouldAllBe(fault => fault.Code == ReceiptCode.AgainstTheVocabulary);

    [TestCaseSource(nameof(Objects))]
    public void An_unknown_member_is_refused_at_every_level(JsonObject message, string pointer) =>
        message.With($"{pointer}/extra", "1").Read().ShouldBeRefused(ReceiptCode.MembersOrTypes, $"{pointer}/extra");

    [TestCaseSource(nameof(EveryNode))]
    public void A_wrong_type_is_refused_everywhere(JsonObject message, string pointer, JsonValueKind kind)
    {
        var texts = new Dictionary<JsonValueKind, string>
        {
            [JsonValueKind.Null] = "null",
            [JsonValueKind.Object] = "{}",
            [JsonValueKind.Array] = "[]",
            [JsonValueKind.String] = "\"1\"",
            [JsonValueKind.Number] = "1",
            [JsonValueKind.True] = "true",
        };
        foreach (
            var (other, text) in texts.Where(pair => pair.Key != kind && (kind, pair.Key) != (JsonValueKind.False, JsonValueKind.True))
        )
        {
            ((JsonObject)message.DeepClone())
                .With(pointer, text)
                .Read()
                .ShouldBeRefused(ReceiptCode.MembersOrTypes, pointer, $"{pointer} as {other}");
        }
    }

    [TestCase("\"sequence\":1.0")]
    [TestCase("\"sequence\":1e0")]
    [TestCase("\"sequence\":1.5")]
    [TestCase("\"sequence\":99999999999999999999")]
    public void A_number_that_is_not_written_as_an_integer_is_of_the_wrong_type(string member) =>
        MessageParser
            .Read(Sample.Pad(Sample.Request.ToJsonString().Replace("\"sequence\":2", member, StringComparison.Ordinal)))
            .ShouldBeRefused(ReceiptCode.MembersOrTypes, "/sequence");

    [TestCase("/issuedAt", "2026-11-23T16:00:00Z")]
    [TestCase("/issuedAt", "2026-11-23T16:00:00.000+00:00")]
    [TestCase("/issuedAt", "2026-11-23 16:00:00.000Z")]
    [TestCase("/messageId", "019AB0E7-9B00-7ABC-8DEF-0123456789AB", Description = "upper case")]
    [TestCase("/messageId", "{019ab0e7-9b00-7abc-8def-0123456789ab}", Description = "braces")]
    [TestCase("/messageId", "019ab0e79b007abc8def0123456789ab", Description = "no hyphens")]
    [TestCase("/messageId", "019ab0e7-9b00-4abc-8def-0123456789ab", Description = "version 4")]
    [TestCase("/messageId", "019ab0e7-9b00-7abc-cdef-0123456789ab", Description = "another variant")]
    [TestCase("/messageId", " 019ab0e7-9b00-7abc-8def-0123456789ab", Description = "a space before")]
    [TestCase("/messageId", "00000000-0000-0000-0000-000000000000")]
    [TestCase("/exchangeId", "019ab0e7-9b00-1abc-8def-0123456789ab")]
    [TestCase("/inReplyTo/signed", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", Description = "no prefix")]
    [TestCase("/inReplyTo/signed", "sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", Description = "upper case")]
    [TestCase("/inReplyTo/signed", "SHA256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [TestCase("/inReplyTo/signed", "sha256:0123456789abcdef", Description = "too short")]
    [TestCase("/salt", "AAECAwQFBgcICQoLDA0ODw", Description = "no padding")]
    [TestCase("/salt", "AAECAwQFBgcICQoLDA0ODx==", Description = "unused bits")]
    [TestCase("/salt", "AAECAwQFBgcI CQoLDA0ODw==", Description = "a space")]
    [TestCase("/salt", "AAECAwQFBgcI\nCQoLDA0ODw==", Description = "a line break")]
    [TestCase("/salt", "__ECAwQFBgcICQoLDA0ODw==", Description = "the URL alphabet")]
    [TestCase("/salt", "AAECAwQFBgcICQoLDA0O", Description = "15 bytes")]
    [TestCase("/salt", "AAECAwQFBgcICQoLDA0ODxA=", Description = "17 bytes")]
    [TestCase("/salt", "")]
    [TestCase("/sender", "bgd")]
    [TestCase("/recipient", "XXX")]
    [TestCase("/reference", "")]
    [TestCase("/reference", "BGD/1")]
    [TestCase("/reference", "bgd-1")]
    [TestCase("/handling/retainUntil", "2027-11-31")]
    [TestCase("/handling/retainUntil", "2027-1-1")]
    [TestCase("/handling/retainUntil", "2027-11-23T00:00:00.000Z")]
    public void A_value_in_another_form_is_refused(string pointer, string value) =>
        Sample.Request.With(pointer, JsonSerializer.Serialize(value)).Read().ShouldBeRefused(ReceiptCode.MembersOrTypes, pointer);

    [Test]
    public void A_link_message_has_no_member_of_a_case_message()
    {
        foreach (var member in new[] { "exchangeId", "reference", "sequence", "handling" })
        {
            Sample
                .Pong.With("/" + member, Sample.Request[member]!.ToJsonString())
                .Read()
                .ShouldBeRefused(ReceiptCode.MembersOrTypes, "/" + member);
        }

        Sample.Pong.With("/attachments", "[]").Read().ShouldBeRefused(ReceiptCode.MembersOrTypes, "/attachments");
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("2147483648")]
    public void A_sequence_that_is_none_is_a_malformed_member(string json) =>
        Sample.Request.With("/sequence", json).Read().ShouldBeRefused(ReceiptCode.MembersOrTypes, "/sequence");

    [TestCase("/protocol", "exchange/2")]
    [TestCase("/protocol", "Exchange/1")]
    [TestCase("/protocol", "")]
    [TestCase("/protocol", "a protocol with a name that is longer than any")]
    [TestCase("/kind", "Request")]
    [TestCase("/kind", "requests")]
    [TestCase("/kind", "0", Description = "the number of a kind")]
    [TestCase("/kind", "")]
    [TestCase("/kind", "telegram")]
    [TestCase("/kind", "party-Update")]
    public void An_unknown_protocol_or_kind_is_refused_and_the_rest_left_unread(string pointer, string value)
    {
        var result = Sample.Request.With(pointer, JsonSerializer.Serialize(value)).With("/unheard", "1").Read();
        result.ShouldBeRefused(ReceiptCode.UnknownProtocolOrKind, pointer);
        result.Faults.Count.ShouldBe(1);
    }

    [TestCase("/handling/language", "\"english\"")]
    [TestCase("/handling/classification", "\"Restricted\"")]
    [TestCase("/handling/classification", "\"secret\"")]
    [TestCase("/handling/purpose", "\"0\"")]
    [TestCase("/handling/legalBasis/text", "\"  \"")]
    [TestCase("/body/offence/iccs", "\"theft\"")]
    [TestCase("/body/facts", "\"\"")]
    [TestCase("/body/questions", "[]")]
    [TestCase("/body/subjects/0/type", "\"animal\"")]
    public void A_value_against_the_vocabulary_is_refused(string pointer, string json) =>
        Sample.Request.With(pointer, json).Read().ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, pointer);

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("[{\"attachmentId\":\"x\"}]")]
    public void An_attachment_is_over_the_limit(string json)
    {
        var result = Sample.Request.With("/attachments", json).Read();
        result.ShouldBeRefused(ReceiptCode.AttachmentEntry, "/attachments");
        result.Faults.Count.ShouldBe(1);
    }

    [TestCase("2026-11-23T16:00:00.001Z", true)]
    [TestCase("2027-02-21T16:00:00.000Z", true, Description = "90 days")]
    [TestCase("2027-02-21T16:00:00.001Z", false)]
    [TestCase("2026-11-23T16:00:00.000Z", false)]
    [TestCase("2026-11-23T15:59:59.999Z", false)]
    [TestCase("0001-01-01T00:00:00.000Z", false)]
    [TestCase("9999-12-31T23:59:59.999Z", false)]
    public void A_message_expires_after_it_was_issued_and_within_90_days(string expiresAt, bool taken)
    {
        var result = Sample.Request.With("/expiresAt", $"\"{expiresAt}\"").Read();
        if (taken)
            result.ShouldBeTaken();
        else
            result.ShouldBeRefused(ReceiptCode.TimesImplausible, "/expiresAt");
    }

    [Test]
    public void The_first_fault_gives_the_code_and_all_are_told()
    {
        var result = Sample.Request.Without("/sender").With("/handling/language", "\"english\"").With("/body/facts", "7").Read();
        result
            .Faults.Select(fault => (fault.Code, fault.Pointer))
            .ShouldBe([
                (ReceiptCode.MembersOrTypes, "/sender"),
                (ReceiptCode.AgainstTheVocabulary, "/handling/language"),
                (ReceiptCode.MembersOrTypes, "/body/facts"),
            ]);
    }

    [Test]
    public void A_fault_never_repeats_the_value()
    {
        foreach (var (pointer, node) in Sample.Nodes(Sample.Request).Where(pair => pair.Node is JsonValue))
        {
            var faults = Sample.Request.With(pointer, "\"Sekret\\u202E\"").Read().Faults;
            faults
                .Where(fault =>
                    fault.Text.Contains("Sekret", StringComparison.Ordinal) || fault.Pointer.Contains("Sekret", StringComparison.Ordinal)
                )
                .ShouldBeEmpty(node.ToJsonString());
        }
    }

    [Test]
    public void Half_a_mebibyte_of_unknown_or_equal_names_is_refused()
    {
        var unknown = "{" + string.Join(',', Enumerable.Range(0, 45_000).Select(index => $"\"{index:x5}\":1")) + "}";
        MessageParser.Read(Sample.Pad(unknown)).ShouldBeRefused(ReceiptCode.MembersOrTypes, "/protocol");
        MessageParser
            .Read(Sample.Pad("{" + string.Join(',', Enumerable.Repeat("\"a\":1", 80_000)) + "}"))
            .ShouldBeRefused(ReceiptCode.NotStrictJson, "");
    }

    private static void ShouldNotBeStrict(byte[] json) => ShouldNotBeStrictAsIs(Sample.Pad(json));

    private static void ShouldNotBeStrictAsIs(byte[] bytes) => MessageParser.Read(bytes).ShouldBeRefused(ReceiptCode.NotStrictJson, "");

    private static string RequestWithFacts(string member) =>
        Sample.Request.With("/body/facts", "\"|\"").ToJsonString().Replace("\"facts\":\"|\"", member, StringComparison.Ordinal);

    /// <summary>A valid message of a given size in bytes: the spaces are before its last brace.</summary>
    private static byte[] SpacedTo(int size)
    {
        var json = Sample.Request.ToJsonString();
        return Encoding.UTF8.GetBytes(json[..^1].PadRight(size - 1) + "}");
    }

    private static IEnumerable<TestCaseData> Required() => Members((kind, pointer, node) => !IsOptional(kind, pointer, node));

    private static IEnumerable<TestCaseData> NotRequired() => Members(IsOptional);

    private static IEnumerable<TestCaseData> Members(Func<string, string, JsonNode, bool> wanted) =>
        from message in Sample.All
        from node in Sample.Nodes(message)
        where node.Node.Parent is JsonObject && wanted((string)message["kind"]!, node.Pointer, node.Node)
        select new TestCaseData(message.DeepClone(), node.Pointer).SetArgDisplayNames($"{message["kind"]}{node.Pointer}");

    private static IEnumerable<TestCaseData> Objects() =>
        from message in Sample.All
        from node in Sample.Nodes(message).Prepend((Pointer: "", Node: message))
        where node.Node is JsonObject
        select new TestCaseData(message.DeepClone(), node.Pointer).SetArgDisplayNames($"{message["kind"]}{node.Pointer}");

    private static IEnumerable<TestCaseData> EveryNode() =>
        from message in Sample.All
        from node in Sample.Nodes(message)
        select new TestCaseData(message.DeepClone(), node.Pointer, node.Node.GetValueKind()).SetArgDisplayNames(
            $"{message["kind"]}{node.Pointer}"
        );

    // A message's handling codes are required, and the ids of a receipt optional; the ends of a route segment have a role and a name.
    private static bool IsOptional(string kind, string pointer, JsonNode node)
    {
        var names = pointer.Split('/').Where(name => name.Length == 0 || !name.All(char.IsAsciiDigit)).ToArray();
        var place = names[^2] switch
        {
            "body" => kind,
            "items" when kind == "response" => "item",
            "subjects" or "entities" => (string)node.Parent!["type"]!,
            var other => other,
        };
        return pointer switch
        {
            "/handling/handlingCodes" => false,
            "/body/dueAt" => kind != "reminder",
            "/body/authority" => false,
            "/body/ground" => kind == "response",
            "/body/reason" => kind == "consent",
            "/body/outcome" => kind == "follow-up-action",
            "/body/answers/0/outcome" or "/body/answers/1/outcome" => false,
            "/body/questions" => kind is "clarification" or "refusal",
            "/body/answers" => kind == "clarification",
            "/body/messages" => kind == "withdrawal",
            "/body/items" => kind == "consent-request",
            "/body/text" => kind is "extension" or "feedback",
            "/body/items/0/messageId" => true,
            _ when pointer.EndsWith("/text", StringComparison.Ordinal) && pointer.Contains("/item", StringComparison.Ordinal) => true,
            _ when place is "item" or "items" && names[^1] == "entity" => true,
            _ when place == "from" && (string?)node.Parent!.Parent?["type"] == "route-segment" && names[^1] == "role" => false,
            _ when place == "to" => node.Parent!.Parent!["relation"] is not null,
            _ => Optional.Contains(names[^1]) || Optional.Contains($"{place}.{names[^1]}"),
        };
    }
}
