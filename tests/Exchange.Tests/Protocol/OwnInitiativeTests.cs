using System.Text;
using System.Text.Json.Nodes;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>What nobody asked for is sent in a language that its recipient's card names (Directive (EU) 2023/977, article 7(3)).</summary>
internal sealed class OwnInitiativeTests
{
    [TestCase("spontaneous-information", "msa", true)]
    [TestCase("spontaneous-information", "ben", false)]
    [TestCase("lesson-learned", "ben", true, Description = "the rule is of information on a case")]
    [TestCase("request", "ben", true, Description = "an answer is asked for")]
    public void It_must_use_a_language_of_the_recipients_card(string kind, string language, bool isTaken)
    {
        var submission = JsonNode.Parse(KindExamples.Of(CaseKinds.Find(kind)!)[0].Json)!.AsObject();
        submission["handling"]!["language"] = language;
        var named = Limits with { MaximumTo = _ => Classification.Confidential, LanguagesOf = _ => ["msa", "eng"] };
        submission["counterpart"] = "MYS";
        Faults(Submission.Read(Bytes(submission), null, named)).ShouldBe(isTaken ? [] : ["/handling/language"]);

        // As a draft, whose recipient is known already.
        submission.Remove("counterpart");
        Faults(Submission.ReadAnswer(Bytes(submission), CaseKinds.Find(kind)!, Limits with { Languages = ["msa", "eng"] }))
            .ShouldBe(isTaken ? [] : ["/handling/language"]);
        Faults(Submission.ReadAnswer(Bytes(submission), CaseKinds.Find(kind)!, Limits)).ShouldBeEmpty("a card that names none takes any");
    }

    private static SubmissionLimits Limits => new(new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero), Classification.Confidential);

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static List<string> Faults(Exchange.Protocol.Reading.ReadResult<Submission> read) =>
        [.. read.Faults.Select(fault => fault.Pointer)];
}
