using System.Text.Json.Serialization;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A person or a thing in a message, with an id that is unique within the message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Person), Person.Type)]
[JsonDerivedType(typeof(TravelDocument), TravelDocument.Type)]
[JsonDerivedType(typeof(Vessel), Vessel.Type)]
[JsonDerivedType(typeof(RouteSegment), RouteSegment.Type)]
public abstract record Entity : Content
{
    /// <summary>Longest id in characters.</summary>
    public const int LongestId = 32;

    /// <summary>Unique within the message, such as <c>p1</c>.</summary>
    public required string Id { get; init; }
}

/// <summary>Reads entities by their <c>type</c>.</summary>
internal static class EntityReader
{
    public const string IssuerForm = "a country code of ISO 3166-1 alpha-3 or of ICAO 9303-3, section 5";

    private static readonly Dictionary<string, Func<ObjectReader, Entity>> Readers = new(StringComparer.Ordinal)
    {
        [Person.Type] = Person.Read,
        [TravelDocument.Type] = TravelDocument.Read,
        [Vessel.Type] = Vessel.Read,
        [RouteSegment.Type] = RouteSegment.Read,
    };

    public static Entity Read(ObjectReader reader)
    {
        var type = reader.Line("type", 64);
        if (Readers.TryGetValue(type, out var read))
            return read(reader);
        if (type.Length > 0)
            reader.Refuse("type", ReceiptCode.AgainstTheVocabulary, $"Not one of {string.Join(", ", Readers.Keys)}.");
        reader.IgnoreTheRest();
        return null!;
    }

    public static string ReadId(ObjectReader reader) => reader.Line("id", Entity.LongestId);

    /// <summary>The issuer of a document or a number: an ISO 3166-1 alpha-3 code, or one of ICAO 9303-3, section 5.</summary>
    public static string Issuer(ObjectReader reader, string member)
    {
        var code = reader.Line(member, 3);
        if (!Parties.CountryCodes.IsIssuer(code))
            reader.Refuse(member, ReceiptCode.AgainstTheVocabulary, $"Not {IssuerForm}.");
        return code;
    }
}
