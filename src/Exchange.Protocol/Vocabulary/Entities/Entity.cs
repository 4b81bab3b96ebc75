using System.Text.Json.Serialization.Metadata;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A person or a thing in a message, with an id that is unique within the message.</summary>
public abstract record Entity : Content
{
    /// <summary>Unique within the message, such as <c>p1</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its own codes, in addition to the message's.</summary>
    public IReadOnlyList<HandlingCode>? HandlingCodes { get; init; }

    /// <summary>The other entities that it names.</summary>
    internal virtual IEnumerable<Reference> References => [];

    /// <summary>A value that no two entities of a message may have, its member, and a sentence that says so.</summary>
    internal virtual (object Value, string Member, string Text)? Once => null;

    /// <summary>The members by which it is about a victim.</summary>
    internal virtual IEnumerable<string> VictimMembers => [];

    /// <summary>The members by which it is about a minor on a day.</summary>
    internal virtual IEnumerable<string> MinorMembers(DateOnly day) => [];

    /// <summary>What contradicts another entity: a member, and a sentence.</summary>
    /// <param name="find">The entity of an id, or null.</param>
    /// <param name="day">When the message was issued.</param>
    internal virtual IEnumerable<(string Member, string Text)> Contradictions(Func<string, Entity?> find, DateOnly day) => [];
}

/// <summary>A type of entity: its code on the wire and its reader. A new one is one file and one line in <see cref="All"/>.</summary>
internal sealed class EntityType
{
    private EntityType(string code, Type type, Func<ObjectReader, Entity> read) => (Code, Type, Read) = (code, type, read);

    public static IReadOnlyList<EntityType> All { get; } =
    [
        Of("person", Person.Read),
        Of("travel-document", TravelDocument.Read),
        Of("permit", Permit.Read),
        Of("organisation", Organisation.Read),
        Of("employment", Employment.Read),
        Of("communication", Communication.Read),
        Of("payment", Payment.Read),
        Of("vessel", Vessel.Read),
        Of("vehicle", Vehicle.Read),
        Of("flight", Flight.Read),
        Of("event", Event.Read),
        Of("route-segment", RouteSegment.Read),
        Of("modus-operandi", ModusOperandi.Read),
        Of("victim", Victim.Read),
    ];

    public static IReadOnlyDictionary<string, Func<ObjectReader, Entity>> Readers { get; } =
        All.ToDictionary(type => type.Code, type => type.Read, StringComparer.Ordinal);

    private static readonly Dictionary<Type, string> Codes = All.ToDictionary(type => type.Type, type => type.Code);

    public string Code { get; }
    public Type Type { get; }
    public Func<ObjectReader, Entity> Read { get; }

    public static string CodeOf(Type type) => Codes[type];

    /// <summary>Has the serializer write the code of an entity as its <c>type</c>.</summary>
    public static void Describe(JsonTypeInfo info)
    {
        if (info.Type != typeof(Entity))
            return;
        info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "type" };
        foreach (var type in All)
            info.PolymorphismOptions.DerivedTypes.Add(new(type.Type, type.Code));
    }

    private static EntityType Of<T>(string code, Func<ObjectReader, T> read)
        where T : Entity => new(code, typeof(T), reader =>
        {
            var id = reader.EntityId("id");
            var codes = Handling.ReadOwnCodes(reader);
            Entity entity = read(reader);
            return entity with { Id = id, HandlingCodes = codes };
        });
}

/// <summary>Reads entities by their <c>type</c>.</summary>
internal static class EntityReader
{
    public const string Ahead = "The date is after the message was issued. Use years of the Gregorian calendar.";

    public static Entity Read(ObjectReader reader) => reader.ByCode("type", EntityType.Readers)!;

    /// <summary>Refuses an end before its beginning.</summary>
    public static void CheckWindow(ObjectReader reader, DateTimeOffset? notBefore, DateTimeOffset? notAfter)
    {
        if (notAfter < notBefore)
            reader.Refuse("notAfter", ReceiptCode.AgainstTheVocabulary, "The end is before the beginning.");
    }

    /// <summary>A list of codes, each once.</summary>
    public static IReadOnlyList<T>? OptionalCodes<T>(ObjectReader reader, string member)
        where T : struct, Enum
    {
        var before = reader.Findings.Faults.Count;
        var codes = reader.Has(member) ? reader.Codes<T>(member, 1, Enum.GetValues<T>().Length) : null;
        // A code that cannot be read is replaced by the first.
        if (reader.Findings.Faults.Count == before && codes?.Distinct().Count() < codes?.Count)
            reader.Refuse(member, ReceiptCode.AgainstTheVocabulary, "The list has a code twice.");
        return codes;
    }
}
