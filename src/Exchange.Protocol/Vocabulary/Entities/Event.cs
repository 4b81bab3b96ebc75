using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Something that happened: when, where, and who took part in which role.</summary>
public sealed record Event : Entity
{
    public required EventType EventType { get; init; }

    /// <summary>Earliest beginning.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Latest end.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    public Place? Place { get; init; }
    public IReadOnlyList<Participant>? Participants { get; init; }
    public string? Description { get; init; }

    internal override IEnumerable<Reference> References =>
        (Participants ?? []).Select(
            (participant, index) =>
                new Reference($"participants/{index}/entity", participant?.Entity, typeof(Person), typeof(Organisation), typeof(Victim))
        );

    internal override IEnumerable<string> VictimMembers =>
        (Participants ?? [])
            .Index()
            .Where(participant => participant.Item?.Role.IsVictim() is true)
            .Select(participant => $"participants/{participant.Index}/role");

    internal static Event Read(ObjectReader reader)
    {
        var happened = new Event
        {
            EventType = reader.Code<EventType>("eventType"),
            NotBefore = reader.OptionalTime("notBefore"),
            NotAfter = reader.OptionalTime("notAfter"),
            Place = reader.OptionalObject("place", Place.Read),
            Participants = reader.OptionalObjects("participants", 50, Participant.Read),
            Description = reader.OptionalText("description", 4000),
        };
        EntityReader.CheckWindow(reader, happened.NotBefore, happened.NotAfter);
        return happened;
    }
}

/// <summary>Type of event.</summary>
public enum EventType
{
    Recruitment,
    Transit,
    Exploitation,
    Rescue,
    Other,
}

/// <summary>Who took part in an event.</summary>
/// <param name="Entity">Id of a person, an organisation or a victim.</param>
/// <param name="Role">The role in this event.</param>
public sealed record Participant(string Entity, PersonRole Role) : Content
{
    internal static Participant Read(ObjectReader reader) => new(reader.Reference("entity"), reader.Code<PersonRole>("role"));
}
