using System.Text.Json.Serialization;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>One graded piece of intelligence: a text, an entity of the same message, or both.</summary>
/// <param name="Text">Text.</param>
/// <param name="Entity">Id of an entity of this message.</param>
/// <param name="SourceGrade">How reliable the source is.</param>
/// <param name="InformationGrade">How accurate the information is.</param>
/// <param name="HandlingCodes">Its own codes, in addition to the message's; not <c>H0</c> if the message has another.</param>
/// <param name="DateOfInformation">Day on which it was true.</param>
public sealed record ItemOfInformation(
    string? Text,
    string? Entity,
    SourceGrade SourceGrade,
    InformationGrade InformationGrade,
    IReadOnlyList<HandlingCode>? HandlingCodes,
    DateOnly? DateOfInformation
) : Content
{
    internal static ItemOfInformation Read(ObjectReader reader)
    {
        var item = new ItemOfInformation(
            reader.OptionalText("text", 8000),
            reader.OptionalReference("entity"),
            reader.Code<SourceGrade>("sourceGrade"),
            reader.Code<InformationGrade>("informationGrade"),
            Handling.ReadOwnCodes(reader),
            reader.OptionalDate("dateOfInformation")
        );
        if (item.Text is null && item.Entity is null)
            reader.Refuse("text", ReceiptCode.AgainstTheVocabulary, "An item must have a text, an entity, or both.");
        if (reader.Findings.IsAhead(item.DateOfInformation))
            reader.Refuse("dateOfInformation", ReceiptCode.AgainstTheVocabulary, EntityReader.Ahead);
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

/// <summary>
/// How accurate the information is (Europol 4×4): 1 certain, 2 known to the source, 3 hearsay that is corroborated, 4 hearsay.
/// </summary>
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
