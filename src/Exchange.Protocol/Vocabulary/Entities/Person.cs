using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A person, known or partly known.</summary>
public sealed record Person : Entity
{
    public const string Type = "person";

    public required IReadOnlyList<PersonName> Names { get; init; }

    public required PersonRole Role { get; init; }

    public Sex? Sex { get; init; }

    public BirthDate? BirthDate { get; init; }

    public string? BirthPlace { get; init; }

    /// <summary>ISO 3166-1 alpha-3 or ICAO 9303-3: <c>XXA</c> is stateless.</summary>
    public IReadOnlyList<string>? Citizenships { get; init; }

    public IReadOnlyList<Identifier>? Identifiers { get; init; }

    /// <summary>To others in the message, in words.</summary>
    public string? Relationship { get; init; }

    internal static Person Read(ObjectReader reader) => new()
    {
        Id = EntityReader.ReadId(reader),
        Names = reader.Objects("names", 1, 20, PersonName.Read),
        Role = reader.Code<PersonRole>("role"),
        Sex = reader.OptionalCode<Sex>("sex"),
        BirthDate = reader.OptionalObject("birthDate", Entities.BirthDate.Read),
        BirthPlace = reader.OptionalLine("birthPlace", 200),
        Citizenships = reader.Has("citizenships")
            ? reader.Texts("citizenships", 1, 10, EntityReader.IssuerForm, (string text, out string code) => Parties.CountryCodes.IsIssuer(code = text), ReceiptCode.AgainstTheVocabulary)
            : null,
        Identifiers = reader.OptionalObjects("identifiers", 20, Identifier.Read),
        Relationship = reader.OptionalText("relationship", 1000),
    };
}

/// <summary>What a person has to do with the case.</summary>
public enum PersonRole
{
    Victim,
    SuspectedVictim,
    Suspect,
    Recruiter,
    Transporter,
    Agent,
    SubAgent,
    Employer,
    DocumentForger,
    Financier,
    Witness,
    Contact,
}

/// <summary>As in the travel document.</summary>
public enum Sex
{
    Female,
    Male,
    Other,
    Unknown,
}
