using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Asks for intelligence.</summary>
public sealed record RequestBody() : MessageBody(MessageKind.Request)
{
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

    private static void Check(ObjectReader reader, RequestBody body)
    {
        var questions = body.Questions.OfType<Question>().ToList();
        if (questions.Where((question, index) => question.Number != index + 1).Any())
            reader.Refuse("questions", ReceiptCode.AgainstTheVocabulary, "The questions are numbered 1, 2, 3 and so on.");
        if (questions.Any(question => question.About is { } id && !body.Subjects.OfType<Entity>().Any(subject => subject.Id == id)))
            reader.Refuse("questions", ReceiptCode.AgainstTheVocabulary, "A question is about a subject that is not in this request.");
    }
}
