using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Answers a request, in part or finally.</summary>
public sealed record ResponseBody() : MessageBody(CaseKinds.Response)
{
    public static CaseKind Definition { get; } = new()
    {
        Code = "response",
        Body = typeof(ResponseBody),
        Read = Read,
        Speaker = Speaker.Asked,
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
    };

    public required Extent Extent { get; init; }

    /// <summary>One for each question that this response is about.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    public required IReadOnlyList<Entity> Entities { get; init; }

    internal static ResponseBody Read(ObjectReader reader) => new()
    {
        Extent = reader.Code<Extent>("extent"),
        Answers = reader.Objects("answers", 1, 100, Answer.Read),
        Entities = reader.Objects("entities", 0, 200, EntityReader.Read),
    };

    internal override void Check(Relations relations)
    {
        relations.Entities("/body/entities", Entities);
        relations.Answers(Answers);
    }

    private static IEnumerable<Fault> Against(ExchangeState state, ResponseBody body, IReadOnlyCollection<int> before)
    {
        if (state.Questions is not { } questions)
            yield break;
        foreach (var (index, answer) in body.Answers.Index().Where(answer => answer.Item.Question > questions))
            yield return new(ReceiptCode.AgainstTheVocabulary, $"/body/answers/{index}/question", "The request has no question of this number.");
        var open = Enumerable.Range(1, questions).Except(before).Except(body.Answers.Select(answer => answer.Question)).ToList();
        if (body.Extent == Extent.Final && open.Count > 0 && !before.Contains(0))
            yield return new(ReceiptCode.AgainstTheVocabulary, StepRefusal.Open, $"A final response leaves no question without an outcome. Still open: {string.Join(", ", open)}.");
    }
}

/// <summary>Whether a response is the last one.</summary>
public enum Extent
{
    Partial,
    Final,
}
