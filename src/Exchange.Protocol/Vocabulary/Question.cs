using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>One question of a request.</summary>
/// <param name="Number">From 1, as answers refer to it.</param>
/// <param name="Type">What it wants to know.</param>
/// <param name="Text">In words.</param>
/// <param name="About">Id of the subject that it is about, or nothing.</param>
public sealed record Question(int Number, QuestionType Type, string Text, string? About) : Content
{
    internal static Question Read(ObjectReader reader) => new(
        (int)reader.Integer("number", 1, 999),
        reader.Code<QuestionType>("type"),
        reader.Text("text", 2000),
        reader.OptionalLine("about", Entities.Entity.LongestId));
}

/// <summary>What a question wants to know.</summary>
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
