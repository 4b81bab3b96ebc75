using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A number that identifies a person.</summary>
/// <param name="Type">Type of number.</param>
/// <param name="Value">The number as written.</param>
/// <param name="Issuer">Country or organisation that issued it (ISO 3166-1 alpha-3 or ICAO 9303-3).</param>
/// <param name="OtherType">What it is, for the type <c>other</c> alone.</param>
public sealed partial record Identifier(IdentifierType Type, string Value, string? Issuer, string? OtherType) : Content
{
    internal static Identifier Read(ObjectReader reader)
    {
        var identifier = new Identifier(
            reader.Code<IdentifierType>("type"),
            reader.Line("value", 64),
            reader.OptionalLine("issuer", CountryCodes.Issuer),
            reader.OptionalLine("otherType", 64)
        );
        if (reader.IsAtFault("type"))
            return identifier;
        if ((identifier.Type == IdentifierType.Other) != identifier.OtherType is not null)
            reader.Refuse("otherType", ReceiptCode.AgainstTheVocabulary, "It must be present for the type 'other', and absent for others.");
        if (identifier.ShapeFault is { } fault)
            reader.Warn("value", fault);
        return identifier;
    }

    private string? ShapeFault =>
        Type switch
        {
            IdentifierType.Nid when !Nid().IsMatch(Value) => "A national identity number of Bangladesh has 10, 13 or 17 digits.",
            IdentifierType.BirthRegistration when Issuer == "BGD" && !BirthRegistration().IsMatch(Value) =>
                "A birth registration number of Bangladesh has 17 digits.",
            IdentifierType.Mykad when !MyKad().IsMatch(Value) =>
                "A MyKad number has 12 digits, of which the first six are a date of birth.",
            _ => null,
        };

    [GeneratedRegex(@"\A([0-9]{10}|[0-9]{13}|[0-9]{17})\z")]
    private static partial Regex Nid();

    [GeneratedRegex(@"\A[0-9]{17}\z")]
    private static partial Regex BirthRegistration();

    [GeneratedRegex(@"\A[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])-?[0-9]{2}-?[0-9]{4}\z")]
    private static partial Regex MyKad();
}

/// <summary>Type of identifier.</summary>
public enum IdentifierType
{
    /// <summary>National identity number of Bangladesh.</summary>
    Nid,
    BirthRegistration,

    /// <summary>National identity card of Malaysia.</summary>
    Mykad,

    /// <summary>National identity number of another country.</summary>
    NationalId,

    /// <summary>Registration with the Bureau of Manpower, Employment and Training of Bangladesh.</summary>
    Bmet,
    WorkPermit,
    ResidencePermit,
    TaxNumber,
    SocialSecurity,
    RefugeeRegistration,
    DrivingLicence,
    PoliceReference,
    Other,
}
