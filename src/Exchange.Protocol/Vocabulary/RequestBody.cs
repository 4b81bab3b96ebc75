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
        Facts = [Fact.Code<RequestBody, Urgency>("urgency", body => body.Urgency), Fact.Time<RequestBody>("dueAt", body => body.DueAt), Fact.Number<RequestBody>("questions", body => body.Questions.Count)],
        Questions = facts => facts.Number("questions"),
        Step = _ => LifeStep.Opens,
        Term = TermOf,
    };

    public required Urgency Urgency { get; init; }

    public required string UrgencyReason { get; init; }

    /// <summary>When the answer is wanted, if before the default of the urgency.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public required Offence Offence { get; init; }

    public required string Facts { get; init; }

    public required IReadOnlyList<Entity> Subjects { get; init; }

    /// <summary>What the subjects have to do with the purpose (necessity and proportionality).</summary>
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
        EntityReader.RefuseSameIds(reader, "subjects", body.Subjects);
        Check(reader, body);
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

    private static void Check(ObjectReader reader, RequestBody body)
    {
        var questions = body.Questions.OfType<Question>().ToList();
        if (questions.Where((question, index) => question.Number != index + 1).Any())
            reader.Refuse("questions", ReceiptCode.AgainstTheVocabulary, "The questions are numbered 1, 2, 3 and so on.");
        if (questions.Any(question => question.About is { } id && !body.Subjects.OfType<Entity>().Any(subject => subject.Id == id)))
            reader.Refuse("questions", ReceiptCode.AgainstTheVocabulary, "A question is about a subject that is not in this request.");
    }
}
