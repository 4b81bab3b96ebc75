using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>How a crime is committed: act, means and purpose of the Trafficking Protocol, in the codes of the field.</summary>
public sealed record ModusOperandi : Entity
{
    /// <summary>True if it is done to children: then the means are not needed (article 3 (c) of the Protocol).</summary>
    public required bool Children { get; init; }

    public IReadOnlyList<TraffickingAct>? Acts { get; init; }
    public IReadOnlyList<TraffickingMeans>? Means { get; init; }

    /// <summary>The purpose.</summary>
    public IReadOnlyList<ExploitationType>? ExploitationTypes { get; init; }

    public IReadOnlyList<SexualExploitationType>? SexualExploitationTypes { get; init; }
    public IReadOnlyList<RecruitmentMethod>? RecruitmentMethods { get; init; }
    public IReadOnlyList<ControlMethod>? ControlMethods { get; init; }
    public IReadOnlyList<Indicator>? Indicators { get; init; }
    public string? Description { get; init; }

    internal static ModusOperandi Read(ObjectReader reader)
    {
        var way = new ModusOperandi
        {
            Children = reader.Boolean("children"),
            Acts = EntityReader.OptionalCodes<TraffickingAct>(reader, "acts"),
            Means = EntityReader.OptionalCodes<TraffickingMeans>(reader, "means"),
            ExploitationTypes = EntityReader.OptionalCodes<ExploitationType>(reader, "exploitationTypes"),
            SexualExploitationTypes = EntityReader.OptionalCodes<SexualExploitationType>(reader, "sexualExploitationTypes"),
            RecruitmentMethods = EntityReader.OptionalCodes<RecruitmentMethod>(reader, "recruitmentMethods"),
            ControlMethods = EntityReader.OptionalCodes<ControlMethod>(reader, "controlMethods"),
            Indicators = reader.OptionalObjects("indicators", 100, Indicator.Read),
            Description = reader.OptionalText("description", 4000),
        };
        way.Check(reader);
        return way;
    }

    private void Check(ObjectReader reader)
    {
        if (Indicators?.Select(indicator => (indicator?.List, indicator?.Code)).Distinct().Count() < Indicators?.Count)
            reader.Refuse("indicators", ReceiptCode.AgainstTheVocabulary, "An indicator of a list occurs twice.");
        if (!Children && Acts is not null && Means is null)
            reader.Warn("means", "An act against an adult is trafficking only by one of the means. If they are known, state them.");
        if (SexualExploitationTypes is not null && ExploitationTypes?.Contains(ExploitationType.SexualExploitation) is not true)
            reader.Warn("exploitationTypes", "A type of sexual exploitation is stated, but not sexual exploitation.");
        foreach (
            var (index, indicator) in (Indicators ?? [])
                .Index()
                .Where(entry => entry.Item is not null && entry.Item.IsOfChildren != Children)
        )
        {
            reader.WarnAt($"/indicators/{index}/list", "The list is of children and the rest of adults, or the other way round.");
        }
    }
}

/// <summary>What is done (Trafficking Protocol, article 3 (a)).</summary>
public enum TraffickingAct
{
    Recruitment,
    Transportation,
    Transfer,
    Harbouring,
    Receipt,
}

/// <summary>By what means (Trafficking Protocol, article 3 (a)).</summary>
public enum TraffickingMeans
{
    Threat,
    Force,
    Coercion,
    Abduction,
    Fraud,
    Deception,
    AbuseOfPower,
    AbuseOfVulnerability,
    PaymentToController,
}

/// <summary>How victims are recruited (IOM HTCDS 2.0).</summary>
[StandardCodes]
public enum RecruitmentMethod
{
    AtAPlaceOfBusiness,
    AtAnEducationalInstitution,
    AtWork,
    ThroughOnlineSocialNetworks,
    ThroughAnOnlineAdvertisement,
    ThroughATelevisionAdvert,
    ThroughANewspaperAdvert,
    ThroughFamilyOrFamilyEvents,
    ThroughFriendsOrSocialEvents,
    Other,
}

/// <summary>How victims are controlled (IOM HTCDS 2.0: its survey, its field standards and its definitions together).</summary>
[StandardCodes]
public enum ControlMethod
{
    DebtBondage,
    TakesEarnings,
    RestrictsFinancialAccess,
    Threats,
    PhysicalThreats,
    ThreatsLawEnforcement,
    ThreatensChildrenFamily,
    FalsePromises,
    PsychologicalAbuse,
    PhysicalAbuse,
    SexualAbuse,
    PsychoactiveSubstance,
    RestrictsMovement,
    RestrictsMedicalCare,
    ExcessiveWorkingHours,
    UsesChildren,
    WithholdsNecessities,
    WithholdsDocuments,
    Other,
}

/// <summary>How victims are exploited (IOM HTCDS 2.0, and forced criminality).</summary>
[StandardCodes]
public enum ExploitationType
{
    ForcedLabour,
    SexualExploitation,
    ChildLabour,
    ForcedMarriage,
    Servitude,
    ForcedMilitaryByNonStateActors,
    OrganRemoval,
    ForcedBegging,
    ForcedAdoption,
    Surrogacy,
    ForcedCriminality,
    Other,
}

/// <summary>Type of sexual exploitation (IOM HTCDS 2.0).</summary>
[StandardCodes]
public enum SexualExploitationType
{
    Prostitution,
    Pornography,
    RemoteInteractiveServices,
    PrivateSexualServices,
}
