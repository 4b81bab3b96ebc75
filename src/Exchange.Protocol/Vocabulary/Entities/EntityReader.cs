using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Reads entities by their <c>type</c>.</summary>
internal static class EntityReader
{
    private static readonly Dictionary<string, Func<ObjectReader, Entity>> Readers = new(StringComparer.Ordinal)
    {
        [Person.Type] = Person.Read,
        [TravelDocument.Type] = TravelDocument.Read,
        [Vessel.Type] = Vessel.Read,
        [RouteSegment.Type] = RouteSegment.Read,
    };

    public static Entity Read(ObjectReader reader)
    {
        var type = reader.Text("type", 64);
        if (Readers.TryGetValue(type, out var read))
            return read(reader);
        if (type.Length > 0)
            reader.Refuse("type", ReceiptCode.AgainstTheVocabulary, $"Not one of {string.Join(", ", Readers.Keys)}.");
        reader.IgnoreTheRest();
        return null!;
    }

    public static void RefuseSameIds(ObjectReader reader, string member, IReadOnlyList<Entity> entities)
    {
        var ids = entities.OfType<Entity>().Select(entity => entity.Id).ToList();
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
            reader.Refuse(member, ReceiptCode.AgainstTheVocabulary, "Two entities have the same id.");
    }

    public static string ReadId(ObjectReader reader) => reader.Text("id", Entity.LongestId);

    /// <summary>An ISO 3166-1 alpha-3 code.</summary>
    public static string? OptionalCountry(ObjectReader reader, string member) => reader.Has(member) ? Country(reader, member) : null;

    public static string Country(ObjectReader reader, string member)
    {
        var code = reader.Text(member, 3);
        if (code.Length > 0 && !Parties.CountryCodes.IsAlpha3(code))
            reader.Refuse(member, ReceiptCode.AgainstTheVocabulary, "Not an ISO 3166-1 alpha-3 country code.");
        return code;
    }
}
