using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Answers a request, partly or finally.</summary>
public sealed record ResponseBody() : MessageBody(CaseKinds.Response)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "response",
            Body = typeof(ResponseBody),
            Read = Read,
            Speaker = Speaker.Asked,
            In = Wanted.Answer,
            Verb = "respond",
            Summary = "Answer a request that was received, in part or finally.",
            Facts =
            [
                Fact.Flag<ResponseBody>("final", body => body.Extent == Extent.Final),
                Fact.Numbers<ResponseBody>("answered", body => body.Answers.Select(answer => answer.Question)),
            ],
            Answered = facts => facts.Numbers("answered") ?? [0],
            Against = (state, body, before) => Against(state, (ResponseBody)body, before),
            Step = facts => facts.Flag("final") == true ? LifeStep.Answers : LifeStep.AnswersInPart,
            Forms = [FactSet.Of("final", false), FactSet.Of("final", true)],
        };

    public required Extent Extent { get; init; }

    /// <summary>One for each question that this response answers; none if the opening message asked no numbered ones.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>What was done, or is known, about an opening message without numbered questions, such as a support request.</summary>
    public string? Text { get; init; }

    public required IReadOnlyList<Entity> Entities { get; init; }

    /// <summary>How the entities relate.</summary>
    public IReadOnlyList<EntityLink>? Links { get; init; }

    internal static ResponseBody Read(ObjectReader reader) =>
        new()
        {
            Extent = reader.Code<Extent>("extent"),
            Answers = reader.Objects("answers", 0, 100, Answer.Read),
            Text = reader.OptionalText("text", 20_000),
            Entities = reader.Objects("entities", 0, 200, EntityReader.Read),
            Links = reader.OptionalObjects("links", 400, EntityLink.Read),
        };

    internal override void Check(Relations relations)
    {
        relations.Entities("/body/entities", Entities);
        relations.Links("/body/links", Links);
        relations.Answers(Answers);
    }

    private static IEnumerable<Fault> Against(ExchangeState state, ResponseBody body, IReadOnlyCollection<int> before)
    {
        // Only a request numbers its questions, and says how many there are.
        if (state.Kind != CaseKinds.Request.Code)
            return AgainstWithoutQuestions(body);
        return state.Questions is { } questions ? AgainstQuestions(questions, body, before) : [];
    }

    private static IEnumerable<Fault> AgainstWithoutQuestions(ResponseBody body)
    {
        if (body.Answers.Count > 0)
        {
            yield return new(
                ReceiptCode.AgainstTheVocabulary,
                "/body/answers/0/question",
                "The opening message has no numbered questions. Answer it in 'text'."
            );
        }
        else if (body.Text is null)
        {
            yield return new(ReceiptCode.AgainstTheVocabulary, "/body/text", "The response must say something.");
        }
    }

    private static IEnumerable<Fault> AgainstQuestions(int questions, ResponseBody body, IReadOnlyCollection<int> before)
    {
        if (body.Text is not null)
        {
            yield return new(
                ReceiptCode.AgainstTheVocabulary,
                "/body/text",
                "The request has numbered questions. Answer them in 'answers', with graded items."
            );
        }

        if (body is { Extent: Extent.Partial, Answers.Count: 0 })
            yield return new(ReceiptCode.AgainstTheVocabulary, "/body/answers", "A partial response must answer a question.");
        foreach (var (index, answer) in body.Answers.Index().Where(answer => answer.Item.Question > questions))
        {
            yield return new(
                ReceiptCode.AgainstTheVocabulary,
                $"/body/answers/{index}/question",
                "The request has no question with this number."
            );
        }

        var open = Enumerable.Range(1, questions).Except(before).Except(body.Answers.Select(answer => answer.Question)).ToList();
        if (body.Extent == Extent.Final && open.Count > 0 && !before.Contains(0))
        {
            yield return new(
                ReceiptCode.AgainstTheVocabulary,
                StepRefusal.Open,
                $"A final response must answer all questions. Still open: {string.Join(", ", open)}."
            );
        }
    }
}

/// <summary>Whether a response is the final one.</summary>
public enum Extent
{
    Partial,
    Final,
}

/// <summary>The answer to one question.</summary>
/// <param name="Question">Its number in the request.</param>
/// <param name="Outcome">Whether there is information.</param>
/// <param name="Ground">Why it is refused; only then.</param>
/// <param name="Items">Graded items of information: at least one for a hit or a partial one, else none.</param>
public sealed record Answer(int Question, Outcome Outcome, RefusalGround? Ground, IReadOnlyList<ItemOfInformation> Items) : Content
{
    internal static Answer Read(ObjectReader reader)
    {
        var answer = new Answer(
            (int)reader.Integer("question", 1, 999),
            reader.Code<Outcome>("outcome"),
            reader.OptionalCode<RefusalGround>("ground"),
            reader.Objects("items", 0, 100, ItemOfInformation.Read)
        );
        if (answer.Outcome is Outcome.Hit or Outcome.Partial && answer.Items.Count == 0)
        {
            reader.Refuse(
                "items",
                ReceiptCode.AgainstTheVocabulary,
                "A hit, also a partial one, must have at least one item of information."
            );
        }

        if (answer.Outcome is not (Outcome.Hit or Outcome.Partial) && answer.Items.Count > 0)
            reader.Refuse("items", ReceiptCode.AgainstTheVocabulary, "Only a hit, also a partial one, has items of information.");
        if (answer.Outcome == Outcome.Refused != answer.Ground is not null)
        {
            reader.Refuse(
                "ground",
                ReceiptCode.AgainstTheVocabulary,
                "The ground must be present if the outcome is 'refused', and absent if it is not."
            );
        }

        return answer;
    }
}

/// <summary>The result of a question.</summary>
public enum Outcome
{
    Hit,
    NoHit,

    /// <summary>Some of what was asked for.</summary>
    Partial,

    Refused,
    NeedsJudicialAuthorisation,
}
