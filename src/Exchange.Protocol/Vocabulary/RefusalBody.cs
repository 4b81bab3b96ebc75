using System.Text.Json.Nodes;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Refuses to answer, in whole or some of the questions.</summary>
public sealed record RefusalBody() : MessageBody(CaseKinds.Refusal)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "refusal",
            Body = typeof(RefusalBody),
            Read = Read,
            Speaker = Speaker.Asked,
            In = Wanted.Answer,
            Verb = "refuse",
            Summary = "Refuse to answer a request that was received, in whole or some of its questions.",
            Facts =
            [
                Fact.Flag<RefusalBody>("final", body => body.Questions is null),
                Fact.Numbers<RefusalBody>("answered", body => body.Questions),
            ],
            Answered = facts => facts.Numbers("answered") ?? [],
            Against = (state, body, _) => Against(state, (RefusalBody)body),
            Step = facts => facts.Flag("final") == true ? LifeStep.Refuses : LifeStep.AnswersInPart,
            Forms = [FactSet.Of("final", true), FactSet.Of("answered", new JsonArray(1))],
        };

    public required RefusalGround Ground { get; init; }
    public required string Text { get; init; }

    /// <summary>Numbers of the questions that are refused; absent if all are, and nothing more will follow.</summary>
    public IReadOnlyList<int>? Questions { get; init; }

    internal static RefusalBody Read(ObjectReader reader)
    {
        var body = new RefusalBody
        {
            Ground = reader.Code<RefusalGround>("ground"),
            Text = reader.Text("text", 4000),
            Questions = reader.OptionalIntegers("questions", 100, 1, 999),
        };
        if (body.Questions is { } questions && questions.Distinct().Count() != questions.Count)
            reader.Refuse("questions", ReceiptCode.AgainstTheVocabulary, "A question must not occur twice.");
        return body;
    }

    private static IEnumerable<Fault> Against(ExchangeState state, RefusalBody body) =>
        (body.Questions ?? [])
            .Index()
            .Where(question => !state.MayHaveQuestion(question.Item))
            .Select(question => new Fault(
                ReceiptCode.AgainstTheVocabulary,
                $"/body/questions/{question.Index}",
                "The opening message has no question with this number."
            ));
}

/// <summary>Why an answer is refused (Directive (EU) 2023/977, article 6).</summary>
public enum RefusalGround
{
    /// <summary>The asked party does not have it.</summary>
    NotAvailable,

    RequestIncomplete,

    /// <summary>A court or prosecutor has refused the authorisation.</summary>
    AuthorisationRefused,

    /// <summary>Not a category of data that may be provided.</summary>
    DataCategory,

    InaccurateOrOutdated,
    NationalSecurity,
    InvestigationOrSafety,
    LegalPersonInterests,
    MinorOffence,

    /// <summary>Not an offence in the asked party's country.</summary>
    NoOffenceHere,

    /// <summary>Whoever gave the information to the asked party does not permit it.</summary>
    OriginatorRefused,

    Disproportionate,

    /// <summary>Such as the death penalty, or refoulement.</summary>
    HumanRights,
}
