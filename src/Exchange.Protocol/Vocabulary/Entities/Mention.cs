using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Somebody or something that an entity names: the id of another entity of the message, or a name as it is known.</summary>
/// <param name="Entity">Id of an entity of this message.</param>
/// <param name="Name">A name or a description.</param>
public sealed record Mention(string? Entity, string? Name) : Content
{
    internal static Mention Read(ObjectReader reader)
    {
        var mention = new Mention(reader.OptionalReference("entity"), reader.OptionalLine("name", 400));
        if (mention.Entity is null == mention.Name is null)
            reader.Refuse("entity", ReceiptCode.AgainstTheVocabulary, "Give either the id of an entity of this message, or a name.");
        return mention;
    }
}

/// <summary>A reference of an entity to another of its message.</summary>
/// <param name="Member">Pointer from the entity, without the first slash.</param>
/// <param name="Id">The id; null if nothing is referred to.</param>
/// <param name="Types">What the other may be.</param>
internal readonly record struct Reference(string Member, string? Id, params Type[] Types)
{
    /// <summary>Those who act: owners, payers, employers.</summary>
    public static readonly Type[] Actors = [typeof(Person), typeof(Organisation)];

    public static Reference To(string member, Mention? mention, params Type[] types) => new($"{member}/entity", mention?.Entity, types);

    public bool Fits(Entity? found) => found is not null && Array.IndexOf(Types, found.GetType()) >= 0;

    public string Text => $"Not the id of {string.Join(" or ", Types.Select(Named))} in this message.";

    private static string Named(Type type) =>
        EntityType.CodeOf(type) is var code && "aeiou".Contains(code[0], StringComparison.Ordinal) ? $"an {code}" : $"a {code}";
}

/// <summary>How two entities of a message relate.</summary>
/// <param name="From">Id of the entity that acts.</param>
/// <param name="Relation">What it does with the other, or is to it.</param>
/// <param name="To">Id of the other entity.</param>
public sealed record EntityLink(string From, LinkRelation Relation, string To) : Content
{
    internal static EntityLink Read(ObjectReader reader) =>
        new(reader.Reference("from"), reader.Code<LinkRelation>("relation"), reader.Reference("to"));
}

/// <summary>How two entities relate, read from the first to the second.</summary>
public enum LinkRelation
{
    Owns,
    Uses,
    Controls,
    WorksFor,
    MemberOf,
    Recruited,
    Transported,
    Harboured,
    Exploited,
    Guarded,
    Paid,
    Forged,
    Supplied,
    TravelledWith,
    AssociatedWith,
    SameAs,
}
