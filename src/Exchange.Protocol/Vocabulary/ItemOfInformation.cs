using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>One graded piece of intelligence: a text, or an entity of the same message, or both.</summary>
/// <param name="Text">In words.</param>
/// <param name="Entity">Id of an entity of this message.</param>
/// <param name="SourceGrade">How reliable the source is.</param>
/// <param name="InformationGrade">How accurate the information is.</param>
/// <param name="HandlingCodes">Its own, where they are stricter than the message's.</param>
/// <param name="DateOfInformation">Day on which it was true.</param>
public sealed record ItemOfInformation(
    string? Text, string? Entity, SourceGrade SourceGrade, InformationGrade InformationGrade, IReadOnlyList<HandlingCode>? HandlingCodes, DateOnly? DateOfInformation) : Content
{
    internal static ItemOfInformation Read(ObjectReader reader)
    {
        var item = new ItemOfInformation(
            reader.OptionalText("text", 8000),
            reader.OptionalText("entity", Entities.Entity.LongestId),
            reader.Code<SourceGrade>("sourceGrade"),
            reader.Code<InformationGrade>("informationGrade"),
            reader.Has("handlingCodes") ? Handling.ReadCodes(reader) : null,
            reader.OptionalDate("dateOfInformation"));
        if (item.Text is null && item.Entity is null)
            reader.Refuse("text", ReceiptCode.AgainstTheVocabulary, "An item has a text, an entity, or both.");
        return item;
    }
}
