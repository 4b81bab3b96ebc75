using System.Text.Json.Serialization;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Answers a request, partly or finally.</summary>
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

    /// <summary>One for each question that this response answers.</summary>
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
            yield return new(ReceiptCode.AgainstTheVocabulary, $"/body/answers/{index}/question", "The request has no question with this number.");
        var open = Enumerable.Range(1, questions).Except(before).Except(body.Answers.Select(answer => answer.Question)).ToList();
        if (body.Extent == Extent.Final && open.Count > 0 && !before.Contains(0))
            yield return new(ReceiptCode.AgainstTheVocabulary, StepRefusal.Open, $"A final response must answer all questions. Still open: {string.Join(", ", open)}.");
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
/// <param name="Items">Graded items of information; at least one for a hit, none for a no-hit.</param>
public sealed record Answer(int Question, Outcome Outcome, IReadOnlyList<ItemOfInformation> Items) : Content
{
    internal static Answer Read(ObjectReader reader)
    {
        var answer = new Answer(
            (int)reader.Integer("question", 1, 999),
            reader.Code<Outcome>("outcome"),
            reader.Objects("items", 0, 100, ItemOfInformation.Read));
        if (answer is { Outcome: Outcome.Hit, Items.Count: 0 })
            reader.Refuse("items", ReceiptCode.AgainstTheVocabulary, "A hit must have at least one item of information.");
        if (answer is { Outcome: Outcome.NoHit, Items.Count: > 0 })
            reader.Refuse("items", ReceiptCode.AgainstTheVocabulary, "A no-hit must not have items of information.");
        return answer;
    }
}

/// <summary>The result of a question.</summary>
public enum Outcome
{
    Hit,
    NoHit,
    Partial,
    Refused,
    NeedsJudicialAuthorisation,
}

/// <summary>One graded piece of intelligence: a text, an entity of the same message, or both.</summary>
/// <param name="Text">Text.</param>
/// <param name="Entity">Id of an entity of this message.</param>
/// <param name="SourceGrade">How reliable the source is.</param>
/// <param name="InformationGrade">How accurate the information is.</param>
/// <param name="HandlingCodes">Its own codes, in addition to the message's; not <c>H0</c> if the message has another.</param>
/// <param name="DateOfInformation">Day on which it was true.</param>
public sealed record ItemOfInformation(
    string? Text, string? Entity, SourceGrade SourceGrade, InformationGrade InformationGrade, IReadOnlyList<HandlingCode>? HandlingCodes, DateOnly? DateOfInformation) : Content
{
    internal static ItemOfInformation Read(ObjectReader reader)
    {
        var item = new ItemOfInformation(
            reader.OptionalText("text", 8000),
            reader.OptionalLine("entity", Entities.Entity.LongestId),
            reader.Code<SourceGrade>("sourceGrade"),
            reader.Code<InformationGrade>("informationGrade"),
            reader.Has("handlingCodes") ? Handling.ReadCodes(reader) : null,
            reader.OptionalDate("dateOfInformation"));
        if (item.Text is null && item.Entity is null)
            reader.Refuse("text", ReceiptCode.AgainstTheVocabulary, "An item must have a text, an entity, or both.");
        if (reader.Findings.IsAhead(item.DateOfInformation))
            reader.Refuse("dateOfInformation", ReceiptCode.AgainstTheVocabulary, "The date is after the message was issued. Use years of the Gregorian calendar.");
        return item;
    }
}

/// <summary>How reliable the source is (Europol 4×4): A always, B mostly, C mostly not, X not known.</summary>
public enum SourceGrade
{
    [JsonStringEnumMemberName("A")]
    A,

    [JsonStringEnumMemberName("B")]
    B,

    [JsonStringEnumMemberName("C")]
    C,

    [JsonStringEnumMemberName("X")]
    X,
}

/// <summary>How accurate the information is (Europol 4×4): 1 certain, 2 known to the source, 3 hearsay that is corroborated, 4 hearsay.</summary>
public enum InformationGrade
{
    [JsonStringEnumMemberName("1")]
    Certain,

    [JsonStringEnumMemberName("2")]
    KnownToTheSource,

    [JsonStringEnumMemberName("3")]
    Corroborated,

    [JsonStringEnumMemberName("4")]
    NotCorroborated,
}
