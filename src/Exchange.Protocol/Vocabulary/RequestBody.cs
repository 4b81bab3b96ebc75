using System.Text.RegularExpressions;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Asks for intelligence.</summary>
public sealed record RequestBody() : MessageBody(CaseKinds.Request), IUrgent
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "request",
            Body = typeof(RequestBody),
            Read = Read,
            Opens = true,
            Wants = Wanted.Answer,
            Speaker = Speaker.Opener,
            Verb = "submit",
            Summary = "Ask a counterpart for intelligence.",
            Facts = [.. UrgencyRules.Facts<RequestBody>(), Fact.Number<RequestBody>("questions", body => body.Questions.Count)],
            Questions = facts => facts.Number("questions"),
            Step = _ => LifeStep.Opens,
            Term = UrgencyRules.TermOf,
        };

    public required Urgency Urgency { get; init; }
    public UrgencyReason? UrgencyReason { get; init; }
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The authority that asks, such as a police unit or a prosecutor's office.</summary>
    public required string Authority { get; init; }

    public required Offence Offence { get; init; }
    public required string Facts { get; init; }
    public required IReadOnlyList<Entity> Subjects { get; init; }

    /// <summary>How the subjects relate.</summary>
    public IReadOnlyList<EntityLink>? Links { get; init; }

    public required Necessity Necessity { get; init; }

    /// <summary>Numbered from 1 without gaps.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    internal static RequestBody Read(ObjectReader reader)
    {
        var body = new RequestBody
        {
            Urgency = reader.Code<Urgency>("urgency"),
            UrgencyReason = reader.OptionalCode<UrgencyReason>("urgencyReason"),
            DueAt = reader.OptionalTime("dueAt"),
            Authority = reader.Line("authority", 200),
            Offence = reader.Object("offence", Offence.Read),
            Facts = reader.Text("facts", 20_000),
            Subjects = reader.Objects("subjects", 0, 200, EntityReader.Read),
            Links = reader.OptionalObjects("links", 400, EntityLink.Read),
            Necessity = reader.Object("necessity", Necessity.Read),
            Questions = reader.Objects("questions", 1, 100, Question.Read),
        };
        UrgencyRules.Check(reader, body);
        return body;
    }

    internal override void Check(Relations relations)
    {
        relations.Entities("/body/subjects", Subjects);
        relations.Links("/body/links", Links);
        relations.Questions(Questions);
    }
}

/// <summary>Why the request is needed (necessity and proportionality).</summary>
/// <param name="Needed">Why the information is needed, and how the subjects relate to the purpose.</param>
/// <param name="Proportionate">Why no less would do.</param>
/// <param name="HeldThere">Why the other side should have it.</param>
public sealed record Necessity(string Needed, string Proportionate, string HeldThere) : Content
{
    internal static Necessity Read(ObjectReader reader) =>
        new(reader.Text("needed", 4000), reader.Text("proportionate", 4000), reader.Text("heldThere", 4000));
}

/// <summary>The offence that a message concerns.</summary>
/// <param name="Iccs">
/// Category of the International Classification of Crime for Statistical Purposes, such as <c>0204</c> trafficking in persons,
/// <c>08051</c> smuggling of migrants, <c>07023</c> forged documents.
/// </param>
/// <param name="Section">Law and section of the sender's country, if known.</param>
public sealed partial record Offence(string Iccs, string? Section) : Content
{
    private static readonly Form Category = new("iccs", Categories(), "a category of the ICCS: two to six digits, such as 0204");

    internal static Offence Read(ObjectReader reader) => new(reader.Line("iccs", Category), reader.OptionalLine("section", 200));

    // Sections 01 to 11; every further digit is 1 to 9.
    [GeneratedRegex(@"\A(0[1-9]|1[01])(0[1-9][1-9]?[1-9]?)?\z")]
    private static partial Regex Categories();
}

/// <summary>One question of a request.</summary>
/// <param name="Number">From 1; answers refer to it.</param>
/// <param name="Type">What it asks for.</param>
/// <param name="Text">In words.</param>
/// <param name="About">Id of the subject that it concerns, if any.</param>
public sealed record Question(int Number, QuestionType Type, string Text, string? About) : Content
{
    internal static Question Read(ObjectReader reader) =>
        new(reader.Position("number"), reader.Code<QuestionType>("type"), reader.Text("text", 2000), reader.OptionalReference("about"));
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
