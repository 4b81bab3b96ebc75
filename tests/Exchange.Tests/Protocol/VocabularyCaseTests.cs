using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>
/// The cases of <c>vocabulary-cases.json</c>: what is refused and what is warned of, when it is submitted as when it is read
/// after the border, each wrong member named at once.
/// </summary>
internal sealed class VocabularyCaseTests
{
    private static readonly JsonArray Cases = JsonNode
        .Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Exchange.Tests", "Protocol", "vocabulary-cases.json")))!
        .AsArray();

    public static IEnumerable<TestCaseData> All =>
        Cases.Select(entry => new TestCaseData(entry).SetArgDisplayNames((string)entry!["name"]!));

    [TestCaseSource(nameof(All))]
    public void A_case_is_judged_alike_on_both_sides(JsonObject entry)
    {
        var message = MessageOf(entry);
        var read = message.Read();
        Pointers(read.Faults).ShouldBe(Pointers(entry["faults"]));
        Pointers(read.Warnings).ShouldBe(Pointers(entry["warnings"]));
        read.Faults.ShouldAllBe(fault => fault.Code == ReceiptCode.AgainstTheVocabulary);

        var submitted = Submit(message);
        submitted.Faults.ShouldBe(read.Faults);
        submitted.Warnings.ShouldBe(read.Warnings);
    }

    [TestCaseSource(nameof(All))]
    public void No_fault_and_no_warning_repeats_the_value(JsonObject entry)
    {
        var read = MessageOf(entry).Read();
        foreach (var text in read.Faults.Concat(read.Warnings).Select(fault => fault.Text))
        {
            foreach (
                var value in Sample
                    .Nodes(entry["with"]!)
                    .Select(pair => pair.Node)
                    .Where(node => node.GetValueKind() == JsonValueKind.String)
                    .Select(node => (string)node!)
            )
            {
                (IsCode(value) || value.Length < 3 || !text.Contains(value, StringComparison.Ordinal)).ShouldBeTrue(text);
            }
        }
    }

    [Test]
    public void A_role_that_cannot_be_read_says_nothing_of_victims() =>
        Sample
            .Request.With("/body/subjects/0/roles", "[\"boss\"]")
            .With("/handling/containsVictimData", "false")
            .Read()
            .Faults.ShouldHaveSingleItem()
            .Pointer.ShouldBe("/body/subjects/0/roles/0");

    [TestCase("0001-01-01T00:00:00.000Z")]
    [TestCase("0001-01-02T00:00:00.000Z")]
    [TestCase("9999-12-31T23:59:59.999Z")]
    public void No_time_of_issue_is_too_far_away_to_be_judged(string issuedAt) =>
        Should.NotThrow(() =>
            Sample.Request.With("/issuedAt", $"\"{issuedAt}\"").With("/body/subjects/0/birthDate/date", "\"9999-12-31\"").Read()
        );

    // Those are closed, and no secret.
    private static bool IsCode(string value) => value.All(character => char.IsAsciiLetterLower(character) || character == '-');

    private static JsonObject MessageOf(JsonObject entry)
    {
        var message = (string)entry["of"]! == "request" ? Sample.Request : Sample.Response;
        foreach (var pointer in Pointers(entry["without"]))
            message.Without(pointer);
        foreach (var (pointer, value) in entry["with"]?.AsObject() ?? [])
            message.With(pointer, value!.ToJsonString());
        return message;
    }

    private static ReadResult<Submission> Submit(JsonObject message)
    {
        ProtocolTime.TryParse((string)message["issuedAt"]!, out var now).ShouldBeTrue();
        var limits = new SubmissionLimits(now, Classification.Confidential);
        var answer = new JsonObject { ["handling"] = message["handling"]!.DeepClone(), ["body"] = message["body"]!.DeepClone() };
        if ((string)message["kind"]! == "response")
            return Submission.ReadAnswer(JsonSerializer.SerializeToUtf8Bytes(answer), CaseKinds.Response, limits);
        answer["counterpart"] = "MYS";
        answer["kind"] = "request";
        return Submission.Read(JsonSerializer.SerializeToUtf8Bytes(answer), null, limits);
    }

    private static List<string> Pointers(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(pointer => (string)pointer!)];

    private static List<string> Pointers(IEnumerable<Fault> faults) => [.. faults.Select(fault => fault.Pointer)];
}
