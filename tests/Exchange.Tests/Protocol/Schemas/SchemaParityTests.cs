using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Schemas;
using Exchange.Protocol.Vocabulary;
using Json.Schema;

namespace Exchange.Tests.Protocol.Schemas;

/// <summary>
/// Schema and code judge the same documents alike: the examples, messages with every member, and both with one thing spoilt. A
/// rule that only code has is in the list of <c>Schemas/README.md</c>, by the sentence of its fault.
/// </summary>
internal sealed class SchemaParityTests
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true };
    private static readonly SubmissionLimits Limits = new(
        new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero),
        Classification.Confidential
    );

    private static readonly string[] RulesOfCode =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "src", "Exchange.Protocol", "Schemas", "README.md"))
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line[2..]),
    ];

    public static IEnumerable<CaseKind> Kinds => CaseKinds.All;

    public static IEnumerable<TestCaseData> Documents() =>
        from document in Kinds.SelectMany(Submissions).Concat(Messages())
        select new TestCaseData(document).SetArgDisplayNames(document.Name);

    [TestCaseSource(nameof(Kinds))]
    public void Each_kind_has_two_examples_that_can_be_sent(CaseKind kind)
    {
        var examples = KindExamples.Of(kind);
        examples.Count.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var (name, json) in examples)
        {
            var read = Submission.ReadAny(Encoding.UTF8.GetBytes(json), Limits);
            read.Faults.ShouldBeEmpty(name);
            read.Value!.Body.Kind.ShouldBe(kind);
        }
    }

    [TestCaseSource(nameof(Documents))]
    public void A_valid_document_is_valid_in_both(Document document)
    {
        document.Read(document.Json.ToJsonString()).ShouldBeEmpty();
        IsValid(document.Schema, document.Json.ToJsonString()).ShouldBeTrue();
    }

    [TestCaseSource(nameof(Documents))]
    public void What_is_spoilt_is_refused_by_both(Document document)
    {
        var differences = new List<string>();
        foreach (var (what, json) in Mutations.Of(document.Json, document.IsSubmitted))
        {
            var faults = document.Read(json);
            if (!IsValid(document.Schema, json))
            {
                differences.AddRange(faults.Count == 0 ? [$"only the schema refuses {what}"] : []);
            }
            else
            {
                differences.AddRange(
                    faults
                        .Where(fault => !IsRuleOfCode(fault.Text))
                        .Select(fault => $"only code refuses {what}: {fault.Pointer} {fault.Text}")
                );
            }
        }

        string.Join('\n', differences).ShouldBeEmpty();
    }

    private static bool IsRuleOfCode(string text) =>
        RulesOfCode.Any(rule => rule.EndsWith('…') ? text.StartsWith(rule[..^1], StringComparison.Ordinal) : text == rule);

    private static bool IsValid(JsonSchema schema, string json)
    {
        using var document = JsonDocument.Parse(json);
        return schema.Evaluate(document.RootElement, Options).IsValid;
    }

    private static IEnumerable<Document> Submissions(CaseKind kind)
    {
        var schema = Build(KindSchema.Of(kind));
        return KindExamples
            .Of(kind)
            .Select(example => new Document($"{kind}/{example.Name}", true, JsonNode.Parse(example.Json)!.AsObject(), schema, text =>
            {
                var json = Encoding.UTF8.GetBytes(text);
                var opens = kind.Opens && (!kind.Follows || text.Contains("\"counterpart\"", StringComparison.Ordinal));
                return (opens ? Submission.Read(json) : Submission.ReadAnswer(json, kind)).Faults;
            }));
    }

    private static IEnumerable<Document> Messages()
    {
        foreach (var message in Sample.All)
        {
            if (CaseKinds.Find((string)message["kind"]!) is not { } kind)
                continue;
            var schema = new JsonObject { ["$ref"] = "#/$defs/message", ["$defs"] = KindSchema.Of(kind)["$defs"]!.DeepClone() };
            // What is in its body is the same as in a submission.
            yield return new($"a message: {kind}", false, message, Build(schema), text => MessageParser.Read(Sample.Pad(text)).Faults);
        }
    }

    private static JsonSchema Build(JsonObject schema) =>
        JsonSchema.FromText(schema.ToJsonString(), new() { SchemaRegistry = new(), Dialect = Dialect.Draft202012 });

    /// <summary>A valid document, the schema of its kind, and what code finds in it.</summary>
    public sealed record Document(
        string Name,
        bool IsSubmitted,
        JsonObject Json,
        JsonSchema Schema,
        Func<string, IReadOnlyList<Fault>> Read
    )
    {
        public override string ToString() => Name;
    }
}
