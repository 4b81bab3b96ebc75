using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Asks for intelligence.</summary>
public sealed record RequestBody() : MessageBody(CaseKinds.Request)
{
    public static CaseKind Definition { get; } = new()
    {
        Code = "request",
        Body = typeof(RequestBody),
        Read = Read,
        Opens = true,
        Speaker = Speaker.Opener,
        Verb = "submit",
        Summary = "Ask a counterpart for intelligence.",
        Facts =
        [
            Fact.Code<RequestBody, Urgency>("urgency", body => body.Urgency),
            Fact.Time<RequestBody>("dueAt", body => body.DueAt),
            Fact.Number<RequestBody>("questions", body => body.Questions.Count),
        ],
        Questions = facts => facts.Number("questions"),
        Step = _ => LifeStep.Opens,
        Term = TermOf,
    };

    public required Urgency Urgency { get; init; }
    public required string UrgencyReason { get; init; }

    /// <summary>When the answer is wanted, if earlier than the default of the urgency.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public required Offence Offence { get; init; }
    public required string Facts { get; init; }
    public required IReadOnlyList<Entity> Subjects { get; init; }

    /// <summary>How the subjects relate to the purpose (necessity and proportionality).</summary>
    public required string LinkOfSubjectsToPurpose { get; init; }

    /// <summary>Numbered from 1 without gaps.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    internal static RequestBody Read(ObjectReader reader)
    {
        var body = new RequestBody
        {
            Urgency = reader.Code<Urgency>("urgency"),
            UrgencyReason = reader.Text("urgencyReason", 1000),
            DueAt = reader.OptionalTime("dueAt"),
            Offence = reader.Code<Offence>("offence"),
            Facts = reader.Text("facts", 20_000),
            Subjects = reader.Objects("subjects", 0, 200, EntityReader.Read),
            LinkOfSubjectsToPurpose = reader.Text("linkOfSubjectsToPurpose", 4000),
            Questions = reader.Objects("questions", 1, 100, Question.Read),
        };
        if (body.DueAt <= reader.Findings.IssuedAt)
            reader.Refuse("dueAt", ReceiptCode.AgainstTheVocabulary, "The answer must be due after the message was issued.");
        return body;
    }

    // Defaults as in Directive (EU) 2023/977, article 5.
    private static Term? TermOf(FactSet facts) => facts.Code<Urgency>("urgency") is not { } urgency ? null : new(
        urgency switch
        {
            Urgency.Urgent => TimeSpan.FromHours(8),
            Urgency.Priority => TimeSpan.FromDays(3),
            _ => TimeSpan.FromDays(7),
        },
        facts.Time("dueAt"));

    internal override void Check(Relations relations)
    {
        relations.Entities("/body/subjects", Subjects);
        relations.Questions(Questions);
    }
}

/// <summary>How soon a request must be answered; each has a default deadline.</summary>
public enum Urgency
{
    Urgent,
    Priority,
    Routine,
}

/// <summary>The offence that a request concerns.</summary>
public enum Offence
{
    TraffickingInPersons,
    MigrantSmuggling,
    ForcedLabour,
    SexualExploitation,
    ForcedMarriage,
    DocumentFraud,
}

/// <summary>One question of a request.</summary>
/// <param name="Number">From 1; answers refer to it.</param>
/// <param name="Type">What it asks for.</param>
/// <param name="Text">In words.</param>
/// <param name="About">Id of the subject that it concerns, if any.</param>
public sealed record Question(int Number, QuestionType Type, string Text, string? About) : Content
{
    internal static Question Read(ObjectReader reader) => new(
        (int)reader.Integer("number", 1, 999),
        reader.Code<QuestionType>("type"),
        reader.Text("text", 2000),
        reader.OptionalLine("about", Entities.Entity.LongestId));
}

/// <summary>What a question asks for.</summary>
public enum QuestionType
{
    Identity,
    TravelDocument,
    TravelMovement,
    Whereabouts,
    CriminalRecord,
    Vessel,
    Vehicle,
    Organisation,
    Communication,
    Payment,
    Other,
}
