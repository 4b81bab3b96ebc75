using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A visa, a work permit, or another permission to enter, leave, stay or work.</summary>
public sealed record Permit : Entity
{
    public required PermitType PermitType { get; init; }

    /// <summary>ISO 3166-1 alpha-3 or ICAO 9303-3.</summary>
    public required string IssuingState { get; init; }

    public required string Number { get; init; }

    /// <summary>Id of its holder, a person in this message.</summary>
    public string? Holder { get; init; }

    /// <summary>Id of the travel document that it is in.</summary>
    public string? Document { get; init; }

    /// <summary>Who applied for it or answers for its holder.</summary>
    public Mention? Sponsor { get; init; }

    /// <summary>The work that it permits.</summary>
    public string? Work { get; init; }

    /// <summary>How many workers an approval is for.</summary>
    public int? Workers { get; init; }

    public DateOnly? IssuedOn { get; init; }
    public DateOnly? ExpiresOn { get; init; }
    public string? Authority { get; init; }

    /// <summary>The type of fraud; absent if none is known.</summary>
    public FraudType? Fraud { get; init; }

    internal override IEnumerable<Reference> References =>
        [
            new("holder", Holder, typeof(Person)),
            new("document", Document, typeof(TravelDocument)),
            Reference.To("sponsor", Sponsor, Reference.Actors),
        ];

    internal static Permit Read(ObjectReader reader)
    {
        var permit = new Permit
        {
            PermitType = reader.Code<PermitType>("permitType"),
            IssuingState = reader.Line("issuingState", CountryCodes.Issuer),
            Number = reader.Line("number", 64),
            Holder = reader.OptionalReference("holder"),
            Document = reader.OptionalReference("document"),
            Sponsor = reader.OptionalObject("sponsor", Mention.Read),
            Work = reader.OptionalLine("work", 200),
            Workers = (int?)reader.OptionalInteger("workers", 1, 100_000),
            IssuedOn = reader.OptionalDate("issuedOn"),
            ExpiresOn = reader.OptionalDate("expiresOn"),
            Authority = reader.OptionalLine("authority", 200),
            Fraud = reader.OptionalCode<FraudType>("fraud"),
        };
        if (permit.IssuedOn > permit.ExpiresOn)
            reader.Refuse("expiresOn", ReceiptCode.AgainstTheVocabulary, "The permit expires before it was issued.");
        if (permit.Fraud is null && reader.Findings.IsAhead(permit.IssuedOn))
            reader.Refuse("issuedOn", ReceiptCode.AgainstTheVocabulary, EntityReader.Ahead);
        return permit;
    }
}

/// <summary>Type of permit.</summary>
public enum PermitType
{
    Visa,
    WorkPermit,
    ResidencePermit,
    EntryApproval,

    /// <summary>Permission to leave for work abroad, such as the BMET clearance.</summary>
    EmigrationClearance,
    Other,
}
