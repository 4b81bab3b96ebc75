using System.Text.Json.Serialization;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>One graded piece of intelligence: a text, or an entity of the same message, or both.</summary>
/// <param name="Text">In words.</param>
/// <param name="Entity">Id of an entity of this message.</param>
/// <param name="SourceGrade">How reliable the source is.</param>
/// <param name="InformationGrade">How accurate the information is.</param>
/// <param name="HandlingCodes">Its own, besides the message's; never <c>H0</c> where the message has another.</param>
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
            reader.Refuse("text", ReceiptCode.AgainstTheVocabulary, "An item has a text, an entity, or both.");
        if (reader.Findings.IsAhead(item.DateOfInformation))
            reader.Refuse("dateOfInformation", ReceiptCode.AgainstTheVocabulary, "Nothing is known from after the message was issued. Years are those of the Gregorian calendar.");
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
