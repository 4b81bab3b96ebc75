using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A company, an authority, a network or a group.</summary>
public sealed partial record Organisation : Entity
{
    /// <summary>Section, or division, group or class, of ISIC, revision 5.</summary>
    internal static readonly Form Isic = new("isic", Isics(), "an ISIC code: the letter of a section, or two to four digits");

    public required OrganisationType OrganisationType { get; init; }

    /// <summary>As written.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string>? OtherNames { get; init; }
    public string? RegistrationNumber { get; init; }

    /// <summary>Number of its licence to recruit or to carry.</summary>
    public string? LicenceNumber { get; init; }

    /// <summary>Where it is registered (ISO 3166-1 alpha-3).</summary>
    public string? Country { get; init; }

    public string? Industry { get; init; }
    public IReadOnlyList<Place>? Addresses { get; init; }
    public string? Description { get; init; }

    internal static Organisation Read(ObjectReader reader) =>
        new()
        {
            OrganisationType = reader.Code<OrganisationType>("organisationType"),
            Name = reader.Line("name", 400),
            OtherNames = reader.OptionalLines("otherNames", 20, 400),
            RegistrationNumber = reader.OptionalLine("registrationNumber", 64),
            LicenceNumber = reader.OptionalLine("licenceNumber", 64),
            Country = reader.OptionalLine("country", CountryCodes.Country),
            Industry = reader.OptionalLine("industry", Isic),
            Addresses = reader.OptionalObjects("addresses", 20, Place.Read),
            Description = reader.OptionalText("description", 2000),
        };

    [GeneratedRegex(@"\A([A-V]|[0-9]{2,4})\z")]
    private static partial Regex Isics();
}

/// <summary>Type of organisation.</summary>
public enum OrganisationType
{
    RecruitingAgency,
    SubAgentNetwork,
    Employer,
    Carrier,
    TravelAgency,
    FinancialInstitution,
    Authority,
    NonGovernmental,
    CriminalGroup,
    Other,
}
