namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>What an identifier is.</summary>
public enum IdentifierType
{
    NationalId,
    TaxNumber,
    SocialSecurity,
    ResidencePermit,
    PoliceReference,
    Other,
}
