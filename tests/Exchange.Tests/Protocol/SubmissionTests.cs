using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

internal sealed class SubmissionTests
{
    private static JsonObject Opening =>
        Part(Sample.Request, "handling", "body").With("/counterpart", "\"MYS\"").With("/kind", "\"request\"");

    private static JsonObject Answer => Part(Sample.Response, "handling", "body");

    [Test]
    public void An_officer_opens_an_exchange_with_a_request()
    {
        var submission = Read(Opening.With("/expiresAt", "\"2026-12-01T00:00:00.000Z\"")).OrThrow();
        submission.Counterpart.ShouldNotBeNull().Value.ShouldBe("MYS");
        submission.Body.ShouldBeOfType<RequestBody>().Questions.Count.ShouldBe(2);
        submission.Handling.HandlingCodes.ShouldBe([HandlingCode.H2, HandlingCode.H3]);
        submission.ExpiresAt.ShouldBe(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        Read(Opening).OrThrow().ExpiresAt.ShouldBeNull();
    }

    [TestCase("utf-8", "UTF-8")]
    [TestCase("utf-16", "UTF-16")]
    [TestCase("utf-16BE", "UTF-16")]
    public void A_byte_order_mark_is_named(string encoding, string named)
    {
        var text = System.Text.Encoding.GetEncoding(encoding);
        var fault = Submission
            .Read((byte[])[.. text.GetPreamble(), .. text.GetBytes(Opening.ToJsonString())])
            .Faults.ShouldHaveSingleItem();
        fault.Code.ShouldBe(ReceiptCode.NotStrictJson);
        fault.Text.ShouldBe($"The text begins with a byte order mark ({named}). Save it as UTF-8 without one.");
    }

    [TestCase("response")]
    [TestCase("acknowledgement")]
    [TestCase("ping")]
    [TestCase("Request")]
    [TestCase("unheard-of")]
    public void An_exchange_is_opened_with_nothing_else(string kind) =>
        Read(Opening.With("/kind", $"\"{kind}\"")).ShouldBeRefused(ReceiptCode.UnknownProtocolOrKind, "/kind");

    [TestCase("+8801712345678", false)]
    [TestCase("+60123456789", false)]
    [TestCase("+88017123456", true)]
    [TestCase("+9991712345678", true)]
    public void A_number_that_its_country_does_not_give_out_is_shown_to_its_writer_and_to_nobody_else(string number, bool isStrange)
    {
        var entities = Answer["body"]!["entities"]!.AsArray();
        var place = $"/body/entities/{entities.Index().Single(entry => (string)entry.Item!["id"]! == "c1").Index}/e164";
        var limits = new SubmissionLimits(new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), Classification.Confidential);

        var read = Submission.ReadAnswer(
            JsonSerializer.SerializeToUtf8Bytes(Answer.With(place, $"\"{number}\"")),
            CaseKinds.Response,
            limits
        );

        read.IsValid.ShouldBeTrue();
        read.Warnings.Count(warning => warning.Pointer == place).ShouldBe(isStrange ? 1 : 0);
        var arrived = Sample.Response.With(place, $"\"{number}\"").Read();
        arrived.IsValid.ShouldBeTrue();
        arrived.Warnings.ShouldNotContain(warning => warning.Pointer == place);
    }

    [Test]
    public void A_place_that_the_list_does_not_have_is_shown_to_its_writer_and_refused_by_nobody()
    {
        var limits = new SubmissionLimits(new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), Classification.Confidential);
        var json = JsonSerializer.SerializeToUtf8Bytes(Answer);

        foreach (var (list, isStrange) in new (string[]?, bool)[] { (null, false), (["BDCGP", "MYLGK"], false), (["MYLGK"], true) })
        {
            var read = Submission.ReadAnswer(json, CaseKinds.Response, limits with { Locodes = list?.ToHashSet() });

            read.IsValid.ShouldBeTrue();
            read.Warnings.Count(warning => warning.Pointer.EndsWith("/locode", StringComparison.Ordinal)).ShouldBe(isStrange ? 1 : 0);
        }
    }

    [TestCase(0, false)]
    [TestCase(-1, true)]
    public void What_may_be_kept_for_longer_than_its_sender_allows_is_refused(int days, bool isRefused)
    {
        var until = DateOnly.ParseExact((string)Answer["handling"]!["retainUntil"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var limits = new SubmissionLimits(new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), Classification.Confidential)
        {
            RetainAtMost = until.AddDays(days),
        };

        var read = Submission.ReadAnswer(JsonSerializer.SerializeToUtf8Bytes(Answer), CaseKinds.Response, limits);

        if (isRefused)
            read.ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/handling/retainUntil");
        else
            read.IsValid.ShouldBeTrue();
    }

    [TestCase("/counterpart")]
    [TestCase("/kind")]
    [TestCase("/handling")]
    [TestCase("/body")]
    public void An_opening_says_to_whom_what_and_how_to_handle_it(string pointer)
    {
        Read(Opening.Without(pointer)).ShouldBeRefused(ReceiptCode.MembersOrTypes, pointer);
        Read(Opening.With(pointer, "7")).ShouldBeRefused(ReceiptCode.MembersOrTypes, pointer);
    }

    [TestCase("messageId")]
    [TestCase("sender")]
    [TestCase("reference")]
    [TestCase("sequence")]
    [TestCase("salt")]
    [TestCase("issuedAt")]
    [TestCase("inReplyTo")]
    public void What_the_gateway_gives_is_not_submitted(string member) =>
        Read(Opening.With("/" + member, Sample.Request[member]!.ToJsonString())).ShouldBeRefused(ReceiptCode.MembersOrTypes, "/" + member);

    [Test]
    public void An_answer_goes_to_the_asker_as_what_it_is_read_for()
    {
        var submission = ReadAnswer(Answer, CaseKinds.Response).OrThrow();
        submission.Counterpart.ShouldBeNull();
        submission.Body.ShouldBeOfType<ResponseBody>();

        ReadAnswer(Part(Sample.Acknowledgement, "handling", "body"), CaseKinds.Acknowledgement)
            .OrThrow()
            .Body.ShouldBeOfType<AcknowledgementBody>();
        ReadAnswer(Answer, CaseKinds.Acknowledgement).IsValid.ShouldBeFalse();
        ReadAnswer(Answer.With("/counterpart", "\"MYS\""), CaseKinds.Response).ShouldBeRefused(ReceiptCode.MembersOrTypes, "/counterpart");
        ReadAnswer(Answer.With("/kind", "\"response\""), CaseKinds.Response).ShouldBeTaken();
        ReadAnswer(Answer.With("/kind", "\"acknowledgement\""), CaseKinds.Response)
            .ShouldBeRefused(ReceiptCode.UnknownProtocolOrKind, "/kind");
        ReadAnswer(Answer.With("/kind", "7"), CaseKinds.Response).ShouldBeRefused(ReceiptCode.MembersOrTypes, "/kind");
    }

    [Test]
    public void Faults_point_at_what_the_officer_wrote()
    {
        var faults = Read(
            Opening.Without("/handling/handlingText").With("/body/subjects/2/imo", "\"0000000\"").With("/expiresAt", "\"tomorrow\"")
        ).Faults;
        faults.Select(fault => fault.Pointer).ShouldBe(["/handling/handlingText", "/body/subjects/2/imo", "/expiresAt"]);
    }

    [Test]
    public void What_is_not_strict_json_is_refused()
    {
        Submission.Read("{"u8.ToArray()).ShouldBeRefused(ReceiptCode.NotStrictJson, "");
        Submission.Read("[]"u8.ToArray()).ShouldBeRefused(ReceiptCode.MembersOrTypes, "");
        Submission.Read("{\"kind\":1,\"kind\":1}"u8.ToArray()).ShouldBeRefused(ReceiptCode.NotStrictJson, "");
        Submission.ReadAnswer(default, CaseKinds.Response).ShouldBeRefused(ReceiptCode.NotStrictJson, "");
    }

    private static ReadResult<Submission> Read(JsonObject json) => Submission.Read(JsonSerializer.SerializeToUtf8Bytes(json));

    private static ReadResult<Submission> ReadAnswer(JsonObject json, CaseKind kind) =>
        Submission.ReadAnswer(JsonSerializer.SerializeToUtf8Bytes(json), kind);

    private static JsonObject Part(JsonObject message, params string[] members) =>
        new(members.Select(member => KeyValuePair.Create(member, message[member]?.DeepClone())));
}
