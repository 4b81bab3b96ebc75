using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A person, identified or only partly identified.</summary>
public sealed record Person : Entity
{
    public IReadOnlyList<PersonName>? Names { get; init; }

    /// <summary>Father's name as written; in Bangladesh it is part of an identity.</summary>
    public string? FatherName { get; init; }

    /// <summary>Mother's name as written.</summary>
    public string? MotherName { get; init; }

    /// <summary>In the case as a whole; for one event, see <see cref="Event.Participants"/>.</summary>
    public IReadOnlyList<PersonRole>? Roles { get; init; }

    public Sex? Sex { get; init; }
    public Gender? Gender { get; init; }
    public BirthDate? BirthDate { get; init; }
    public Place? BirthPlace { get; init; }
    public IReadOnlyList<PersonPlace>? Places { get; init; }

    /// <summary>ISO 3166-1 alpha-3 or ICAO 9303-3: <c>XXA</c> is stateless.</summary>
    public IReadOnlyList<string>? Citizenships { get; init; }

    public IReadOnlyList<Identifier>? Identifiers { get; init; }
    public IReadOnlyList<Relationship>? Relationships { get; init; }

    /// <summary>Appearance, marks, and what else may help to find the person.</summary>
    public string? Description { get; init; }

    internal override IEnumerable<Reference> References =>
        (Relationships ?? []).Select((relationship, index) => Reference.To($"relationships/{index}/to", relationship?.To, typeof(Person)));

    internal override IEnumerable<string> VictimMembers =>
        (Roles ?? []).Index().Where(role => role.Item.IsVictim()).Select(role => $"roles/{role.Index}");

    internal override IEnumerable<string> MinorMembers(DateOnly day) => BirthDate?.IsMinor(day) is true ? ["birthDate/date"] : [];

    internal static Person Read(ObjectReader reader) =>
        new()
        {
            Names = reader.OptionalObjects("names", 20, PersonName.Read),
            FatherName = reader.OptionalLine("fatherName", 400),
            MotherName = reader.OptionalLine("motherName", 400),
            Roles = EntityReader.OptionalCodes<PersonRole>(reader, "roles"),
            Sex = reader.OptionalCode<Sex>("sex"),
            Gender = reader.OptionalCode<Gender>("gender"),
            BirthDate = reader.OptionalObject("birthDate", Entities.BirthDate.Read),
            BirthPlace = reader.OptionalObject("birthPlace", Place.Read),
            Places = reader.OptionalObjects("places", 20, PersonPlace.Read),
            Citizenships = reader.OptionalLines("citizenships", 10, CountryCodes.Issuer),
            Identifiers = reader.OptionalObjects("identifiers", 20, Identifier.Read),
            Relationships = reader.OptionalObjects("relationships", 20, Relationship.Read),
            Description = reader.OptionalText("description", 2000),
        };
}

/// <summary>The role of a person in the case or in an event.</summary>
public enum PersonRole
{
    Victim,
    SuspectedVictim,
    SmuggledMigrant,
    Suspect,
    Recruiter,
    Transporter,
    Agent,
    SubAgent,
    Employer,
    DocumentForger,
    Guard,
    Official,
    Financier,
    MoneyCarrier,
    Witness,
    Contact,
}

internal static class PersonRoles
{
    public static bool IsVictim(this PersonRole role) => role is PersonRole.Victim or PersonRole.SuspectedVictim;
}

/// <summary>As in the travel document (ICAO 9303: F, M, X).</summary>
public enum Sex
{
    Female,
    Male,
    Unspecified,
}

/// <summary>How the person lives.</summary>
public enum Gender
{
    Feminine,
    Masculine,
    TransgenderFeminine,
    TransgenderMasculine,
    Hijra,
    NonConforming,
}

/// <summary>A place of a person.</summary>
public sealed record PersonPlace(PersonPlaceType Type, Place Place) : Content
{
    internal static PersonPlace Read(ObjectReader reader) => new(reader.Code<PersonPlaceType>("type"), reader.Object("place", Place.Read));
}

/// <summary>What a place is to a person.</summary>
public enum PersonPlaceType
{
    PresentAddress,
    PermanentAddress,
    Work,
    LastSeen,
    Other,
}

/// <summary>How a person relates to another.</summary>
/// <param name="Relation">What the other is to this person.</param>
/// <param name="To">The other person.</param>
/// <param name="Text">More in words.</param>
public sealed record Relationship(Relation Relation, Mention To, string? Text) : Content
{
    internal static Relationship Read(ObjectReader reader) =>
        new(reader.Code<Relation>("relation"), reader.Object("to", Mention.Read), reader.OptionalText("text", 1000));
}

/// <summary>What one person is to another.</summary>
public enum Relation
{
    Parent,
    Child,
    Sibling,
    Spouse,
    Relative,
    Guardian,
    Ward,
    Partner,
    Employer,
    Employee,
    Associate,
    Neighbour,
    Other,
}
