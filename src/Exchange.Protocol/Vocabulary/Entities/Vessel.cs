using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A ship or boat.</summary>
public sealed record Vessel : Entity
{
    public const string Type = "vessel";

    public required string Name { get; init; }

    public IReadOnlyList<string>? FormerNames { get; init; }

    /// <summary>IMO ship number: seven digits with check digit.</summary>
    public string? Imo { get; init; }

    /// <summary>Maritime Mobile Service Identity: nine digits (ITU-R M.585).</summary>
    public string? Mmsi { get; init; }

    public string? CallSign { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public string? Flag { get; init; }

    public bool? Unseaworthy { get; init; }

    public int? PersonsAboard { get; init; }

    public string? Description { get; init; }

    internal static Vessel Read(ObjectReader reader)
    {
        var vessel = new Vessel
        {
            Id = EntityReader.ReadId(reader),
            Name = reader.Text("name", 200),
            FormerNames = reader.Has("formerNames")
                ? reader.Texts("formerNames", 1, 20, "a name of at most 200 characters", (string text, out string name) => !string.IsNullOrWhiteSpace(name = text) && text.Length <= 200, ReceiptCode.AgainstTheVocabulary)
                : null,
            Imo = reader.OptionalText("imo", 7),
            Mmsi = reader.OptionalText("mmsi", 9),
            CallSign = reader.OptionalText("callSign", 16),
            Flag = EntityReader.OptionalCountry(reader, "flag"),
            Unseaworthy = reader.OptionalBoolean("unseaworthy"),
            PersonsAboard = (int?)reader.OptionalInteger("personsAboard", 0, 100_000),
            Description = reader.OptionalText("description", 2000),
        };
        if (vessel.Imo is { } imo && !CheckDigits.IsImo(imo))
            reader.Refuse("imo", ReceiptCode.AgainstTheVocabulary, "Not an IMO ship number: seven digits, the last a check digit.");
        if (vessel.Mmsi is { } mmsi && (mmsi.Length != 9 || !mmsi.All(char.IsAsciiDigit)))
            reader.Refuse("mmsi", ReceiptCode.AgainstTheVocabulary, "An MMSI has nine digits.");
        return vessel;
    }
}
