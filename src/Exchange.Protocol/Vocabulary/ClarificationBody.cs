using System.Text.Json.Nodes;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// Asks back, or answers what the other side asked back. A question of the asked party stops the clock until it is answered.
/// </summary>
public sealed record ClarificationBody() : MessageBody(CaseKinds.Clarification)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "clarification",
            Body = typeof(ClarificationBody),
            Read = Read,
            Speaker = Speaker.Either,
            Verb = "clarify",
            Summary = "Ask for a clarification, or give one.",
            Facts =
            [
                Fact.Number<ClarificationBody>("questions", body => body.Questions?.Count),
                Fact.Numbers<ClarificationBody>("answered", body => body.Answers?.Select(answer => answer.Question)),
            ],
            Questions = facts => facts.Number("questions"),
            Against = (state, body, _) => Against(state, (ClarificationBody)body),
            Step = facts => facts.Numbers("answered") is null ? LifeStep.Asks : LifeStep.Explains,
            Forms = [FactSet.Of("questions", 1), FactSet.Of("answered", new JsonArray(1))],
        };

    /// <summary>Numbered from 1 without gaps. Present in a clarification that asks.</summary>
    public IReadOnlyList<ClarificationQuestion>? Questions { get; init; }

    /// <summary>One for each question of the clarification that this one answers.</summary>
    public IReadOnlyList<ClarificationAnswer>? Answers { get; init; }

    internal static ClarificationBody Read(ObjectReader reader)
    {
        var body = new ClarificationBody
        {
            Questions = reader.OptionalObjects("questions", 20, ClarificationQuestion.Read),
            Answers = reader.OptionalObjects("answers", 20, ClarificationAnswer.Read),
        };
        if (body.Questions is null == body.Answers is null)
            reader.Refuse("questions", ReceiptCode.AgainstTheVocabulary, "A clarification must have either questions or answers.");
        Numbered(reader, "questions/{0}/number", body.Questions?.Select(question => question?.Number));
        Numbered(reader, "answers/{0}/question", body.Answers?.Select(answer => answer?.Question));
        return body;
    }

    private static IEnumerable<Fault> Against(ExchangeState state, ClarificationBody body) =>
        (body.Questions ?? [])
            .Index()
            .Where(question => question.Item.About is { } about && !state.MayHaveQuestion(about))
            .Select(question => new Fault(
                ReceiptCode.AgainstTheVocabulary,
                $"/body/questions/{question.Index}/about",
                "The opening message has no question with this number."
            ));

    private static void Numbered(ObjectReader reader, string pointer, IEnumerable<int?>? numbers)
    {
        foreach (var (index, _) in (numbers ?? []).Index().Where(entry => entry.Item is { } number && number != entry.Index + 1))
        {
            reader.RefuseAt(
                $"/{string.Format(System.Globalization.CultureInfo.InvariantCulture, pointer, index)}",
                "The numbers must be 1, 2, 3 and so on."
            );
        }
    }
}

/// <summary>One question of a clarification.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">In words.</param>
/// <param name="About">Number of the request's question that it concerns, if any.</param>
public sealed record ClarificationQuestion(int Number, string Text, int? About) : Content
{
    internal static ClarificationQuestion Read(ObjectReader reader) =>
        new(reader.Position("number"), reader.Text("text", 2000), (int?)reader.OptionalInteger("about", 1, 999));
}

/// <summary>The answer to one question of a clarification.</summary>
/// <param name="Question">Its number.</param>
/// <param name="Text">In words.</param>
public sealed record ClarificationAnswer(int Question, string Text) : Content
{
    internal static ClarificationAnswer Read(ObjectReader reader) =>
        new((int)reader.Integer("question", 1, 999), reader.Text("text", 8000));
}
