using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>What is wrong with a submission is told in full, and nothing of it stays.</summary>
internal sealed class SubmissionTests
{
    private static Country Asker => TwoCountries.Asker;

    private static IEnumerable<TestCaseData<string, string[]>> Malformed() =>
        [
            Case("nothing at all", "", "400 "),
            Case("no JSON", "hello", "400 "),
            Case("half a document", Texts.Request[..500], "400 "),
            Case("a byte order mark", "\uFEFF" + Texts.Request, "400 "),
            Case("a comment", "/* urgent */" + Texts.Request, "400 "),
            Case("a trailing comma", """{ "kind": "request", }""", "400 "),
            Case("a member twice", """{ "kind": "request", "kind": "request" }""", "400 "),
            Case("half of a surrogate pair", Texts.Request.Replace("The Contractor", "\\ud800", StringComparison.Ordinal), "400 "),
            Case("33 levels", new string('[', 33) + new string(']', 33), "400 "),
            Case("a list", "[]", "401 "),
            Case("an empty object", "{}", "401 /counterpart", "401 /kind", "401 /handling", "401 /body"),
            Changed("another kind", root => root["kind"] = "response", "402 /kind"),
            Changed("no name of a party", root => root["counterpart"] = "Malaysia", "401 /counterpart"),
            Changed("a country without a card", root => root["counterpart"] = "THA", "354 /counterpart"),
            Changed(
                "a country without a card, and more",
                root => (root["counterpart"], root["body"]!["facts"]) = ("THA", 5),
                "354 /counterpart",
                "401 /body/facts"
            ),
            Changed("an unknown member", root => root["priority"] = "high", "401 /priority"),
            Changed(
                "an unknown member deep inside",
                root => root["body"]!["subjects"]![0]!["nick/name"] = "X",
                "401 /body/subjects/0/nick~1name"
            ),
            Changed("a missing purpose", root => root["handling"]!.AsObject().Remove("purpose"), "401 /handling/purpose"),
            Changed("a number for a text", root => root["body"]!["facts"] = 5, "401 /body/facts"),
            Changed("an unknown urgency", root => root["body"]!["urgency"] = "whenever", "403 /body/urgency"),
            Changed("a time of another form", root => root["body"]!["dueAt"] = "2026-12-01", "401 /body/dueAt"),
            Changed("an empty text", root => root["body"]!["facts"] = "", "403 /body/facts"),
            Changed("too long a text", root => root["body"]!["facts"] = new string('x', 20_001), "403 /body/facts"),
            Changed("a control character", root => root["body"]!["facts"] = "a\u0007b", "403 /body/facts"),
            Changed("a text that reads otherwise than it is stored", root => root["body"]!["facts"] = "a\u202Eb", "403 /body/facts"),
            Changed("no question", root => root["body"]!["questions"] = new JsonArray(), "403 /body/questions"),
            Changed("a gap in the numbers", root => root["body"]!["questions"]![2]!["number"] = 4, "403 /body/questions/2/number"),
            Changed("a question about nobody", root => root["body"]!["questions"]![0]!["about"] = "p9", "403 /body/questions/0/about"),
            Changed("two subjects of one id", root => root["body"]!["subjects"]![2]!["id"] = "p1", "403 /body/subjects/2/id"),
            Changed(
                "H0 beside another code",
                root => root["handling"]!["handlingCodes"] = new JsonArray("H0", "H1"),
                "403 /handling/handlingCodes"
            ),
            Changed("H3 without its text", root => root["handling"]!["handlingCodes"] = new JsonArray("H3"), "403 /handling/handlingText"),
            Changed(
                "too high a classification",
                root => root["handling"]!["classification"] = "confidential",
                "451 /handling/classification"
            ),
            Changed("a life that is over", root => root["expiresAt"] = "2020-01-01T00:00:00.000Z", "501 /expiresAt"),
            Changed("too long a life", root => root["expiresAt"] = FromNow(91), "501 /expiresAt"),
            Changed(
                "more than a message can hold",
                root => (root["body"]!["subjects"], root["body"]!["questions"]) = (ManySubjects(), OneQuestion()),
                "400 "
            ),
            Changed(
                "several things at once",
                root =>
                {
                    root["urgent"] = true;
                    root["expiresAt"] = "2020-01-01T00:00:00.000Z";
                    root["handling"]!["language"] = "pink";
                    root["handling"]!["classification"] = "confidential";
                    root["body"]!.AsObject().Remove("offence");
                    root["body"]!["subjects"]![0]!["names"]![0]!["form"] = 1;
                    root["body"]!["questions"]![1]!["type"] = "weather";
                },
                "401 /urgent",
                "501 /expiresAt",
                "403 /handling/language",
                "451 /handling/classification",
                "401 /body/offence",
                "401 /body/subjects/0/names/0/form",
                "403 /body/questions/1/type"
            ),
        ];

    [OneTimeSetUp]
    public Task Start() => TwoCountries.StartAsync();

    // Rows are counted: nothing of an earlier test may be on its way.
    [SetUp]
    public Task BecomeQuiet() => TwoCountries.BecomeQuietAsync();

    [TestCaseSource(nameof(Malformed))]
    public async Task A_malformed_submission_is_refused_with_every_fault(string json, string[] faults)
    {
        var before = Asker.Rows.CountsOfCases();
        var answer = await Asker.Door.PostAsync("messages", json);
        answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid").Faults.ShouldBe(faults, ignoreOrder: true);
        Asker.Rows.CountsOfCases().ShouldBe(before);
    }

    [Test]
    public async Task A_malformed_answer_is_refused_with_every_fault()
    {
        var before = TwoCountries.Answerer.Rows.CountsOfCases();
        var json = Texts.With(Texts.FinalResponse, root =>
        {
            root["counterpart"] = "BGD";
            root["body"]!["extent"] = "whole";
        });
        var answer = await TwoCountries.Answerer.Door.PostAsync($"messages/{MessageId.New(TimeProvider.System)}/respond", json);
        answer
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid")
            .Faults.ShouldBe(["401 /counterpart", "403 /body/extent"], ignoreOrder: true);
        TwoCountries.Answerer.Rows.CountsOfCases().ShouldBe(before);
    }

    [Test]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        byte[] bytes = [.. "{ \"kind\": \""u8, 0xC3, 0x28, .. "\" }"u8];
        var answer = await Asker.Door.PostAsync("messages", bytes, Door.NewKey());
        answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid").Faults.ShouldBe(["400 "]);
    }

    [Test]
    public async Task A_fault_never_repeats_what_was_submitted()
    {
        var answer = await Asker.Door.PostAsync("messages", Texts.RequestWith(root => root["handling"]!["language"] = "Rahim Alam"));
        answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid").Text.ShouldNotContain("Rahim");
    }

    [Test]
    public async Task A_submission_over_the_limit_is_too_large()
    {
        var before = Asker.Rows.CountsOfCases();
        var answer = await Asker.Door.PostAsync("messages", new byte[Submission.MaximumSize + 1], Door.NewKey());
        answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "bad-request");
        Asker.Rows.CountsOfCases().ShouldBe(before);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("two words")]
    public async Task A_submission_needs_a_printable_key(string? key)
    {
        var before = Asker.Rows.CountsOfCases();
        (await Asker.Door.PostAsync("messages", Texts.Request, key)).ShouldBeProblem(HttpStatusCode.BadRequest, "idempotency-key");
        Asker.Rows.CountsOfCases().ShouldBe(before);
    }

    [Test]
    public async Task A_key_has_at_most_128_characters()
    {
        (await Asker.Door.PostAsync("messages", Texts.Request, new string('k', 129))).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "idempotency-key"
        );
        var longest = Door.NewKey().PadRight(128, 'k');
        (await Asker.Door.PostAsync("messages", Texts.Request, longest)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    private static TestCaseData<string, string[]> Changed(string name, Action<JsonObject> change, params string[] faults) =>
        Case(name, Texts.RequestWith(change), faults);

    private static TestCaseData<string, string[]> Case(string name, string json, params string[] faults) =>
        new(json, faults) { TestName = $"A_malformed_submission_is_refused_with_every_fault({name})" };

    private static string FromNow(int days) => ProtocolTime.Write(TimeProvider.System.Now().AddDays(days));

    // Just under the limit of a submission, and over that of a message, which has a header too.
    private static JsonArray ManySubjects()
    {
        const int LongestText = 2000;
        var subjects = new JsonArray();
        for (var room = Room(subjects); room > 0; room = Room(subjects))
            subjects.Add(Vessel(subjects.Count, Math.Min(room, LongestText)));
        return subjects;
    }

    // How many letters of three bytes still fit into the text of one more subject.
    private static int Room(JsonArray subjects)
    {
        const int Frame = 100;
        var size = Encoding.UTF8.GetByteCount(
            Texts.RequestWith(root =>
            {
                root["body"]!["subjects"] = subjects.DeepClone();
                root["body"]!["questions"] = OneQuestion();
            })
        );
        return (Submission.MaximumSize - size - Frame) / 3;
    }

    private static JsonArray OneQuestion() =>
        new(
            new JsonObject
            {
                ["number"] = 1,
                ["type"] = "vessel",
                ["text"] = "Which of them was seen?",
            }
        );

    private static JsonObject Vessel(int number, int length) =>
        new()
        {
            ["type"] = "vessel",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"v{number}"),
            ["name"] = "Specimen",
            ["description"] = new string('\u0995', length),
        };
}
