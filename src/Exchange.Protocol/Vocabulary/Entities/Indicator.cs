using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>An operational indicator of trafficking that was found (ILO and European Commission, revised September 2009).</summary>
/// <param name="List">Which of the four lists it is of.</param>
/// <param name="Code">The indicator.</param>
/// <param name="Strength">Its strength in that list, as its writer states it.</param>
public sealed record Indicator(IndicatorList List, IndicatorCode Code, IndicatorStrength Strength) : Content
{
    internal bool IsOfChildren => List is IndicatorList.ChildLabour or IndicatorList.ChildSexual;

    internal static Indicator Read(ObjectReader reader)
    {
        var indicator = new Indicator(
            reader.Code<IndicatorList>("list"),
            reader.Code<IndicatorCode>("code"),
            reader.Code<IndicatorStrength>("strength")
        );
        if (!PublishedIndicators.Has(indicator.List))
            return indicator;
        if (PublishedIndicators.StrengthOf(indicator.List, indicator.Code) is not { } strength)
            reader.Warn("code", "The list that is stated does not have this indicator.");
        else if (strength != indicator.Strength)
            reader.Warn("strength", "The list that is stated gives this indicator another strength.");
        return indicator;
    }
}

/// <summary>A list of indicators, by victims and exploitation.</summary>
public enum IndicatorList
{
    AdultLabour,
    ChildLabour,
    AdultSexual,
    ChildSexual,
}

/// <summary>How much an indicator says.</summary>
public enum IndicatorStrength
{
    Strong,
    Medium,
    Weak,
}

/// <summary>
/// The indicators of the four lists together, by their six groups: deceptive recruitment, coercive recruitment, recruitment by abuse
/// of vulnerability, exploitation, coercion at destination, and abuse of vulnerability at destination.
/// </summary>
public enum IndicatorCode
{
    DeceivedAboutEducation,
    DeceivedAboutWorkingConditions,
    DeceivedAboutProstitutionConditions,
    DeceivedAboutContract,
    DeceivedAboutFamilyReunification,
    DeceivedAboutHousing,
    DeceivedAboutLegalDocuments,
    DeceivedAboutJobLocationOrEmployer,
    DeceivedAboutTravel,
    DeceivedAboutWages,
    DeceivedByPromiseOfMarriageOrAdoption,
    RecruitmentAbductionMarriageAdoptionOrSale,
    RecruitmentConfiscationOfDocuments,
    RecruitmentDebtBondage,
    RecruitmentIsolationConfinementOrSurveillance,
    RecruitmentThreatOfDenunciation,
    RecruitmentThreatOfViolence,
    RecruitmentThreatToInform,
    RecruitmentViolenceOnFamily,
    RecruitmentViolenceOnVictim,
    RecruitmentWithholdingOfMoney,
    AbuseOfCulturalOrReligiousBeliefs,
    AbuseOfDifficultFamilySituation,
    AbuseOfIllegalStatus,
    AbuseOfLackOfEducation,
    AbuseOfLackOfInformation,
    AbuseByControlOfExploiters,
    AbuseOfDifficultPast,
    AbuseOfDifficultyToTravel,
    AbuseOfEconomicReasons,
    AbuseByFalseInformationAboutLaw,
    AbuseByFalseInformationAboutMigration,
    AbuseOfFamilySituation,
    AbuseOfGeneralContext,
    AbuseOfPersonalSituation,
    AbuseOfPsychologicalDependency,
    AbuseOfRelationshipWithAuthorities,
    ExploitationExcessiveHours,
    ExploitationBadLivingConditions,
    ExploitationHazardousWork,
    ExploitationLowOrNoSalary,
    ExploitationNoAccessToEducation,
    ExploitationNoRespectOfLawOrContract,
    ExploitationNoSocialProtection,
    ExploitationVeryBadWorkingConditions,
    ExploitationWageManipulation,
    DestinationConfiscationOfDocuments,
    DestinationDebtBondage,
    DestinationIsolationConfinementOrSurveillance,
    DestinationForcedCrime,
    DestinationForcedTasksOrClients,
    DestinationForcedToActAgainstPeers,
    DestinationForcedToLie,
    DestinationThreatOfDenunciation,
    DestinationThreatOfViolence,
    DestinationThreatOfWorseConditions,
    DestinationThreatToInform,
    DestinationUnderStrongInfluence,
    DestinationViolenceOnFamily,
    DestinationViolenceOnVictim,
    DestinationWithholdingOfWages,
    VulnerableByDependency,
    VulnerableByDifficultPast,
    VulnerableInUnknownArea,
    VulnerableByEconomicReasons,
    VulnerableByFamilySituation,
    VulnerableByPersonalCharacteristics,
    VulnerableByRelationshipWithAuthorities,
}
