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

    /// <summary>ISO 3166-1 alpha-3.</summary>
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
        BirthPlace = reader.OptionalText("birthPlace", 200),
        Citizenships = reader.Has("citizenships")
            ? reader.Texts("citizenships", 1, 10, "an ISO 3166-1 alpha-3 country code", (string text, out string code) => Parties.CountryCodes.IsAlpha3(code = text), ReceiptCode.AgainstTheVocabulary)
            : null,
        Identifiers = reader.OptionalObjects("identifiers", 20, Identifier.Read),
        Relationship = reader.OptionalText("relationship", 1000),
    };
}
