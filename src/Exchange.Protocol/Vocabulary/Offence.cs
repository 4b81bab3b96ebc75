namespace Exchange.Protocol.Vocabulary;

/// <summary>What a request is about.</summary>
public enum Offence
{
    TraffickingInPersons,
    MigrantSmuggling,
    ForcedLabour,
    SexualExploitation,
    ForcedMarriage,
    DocumentFraud,
}
