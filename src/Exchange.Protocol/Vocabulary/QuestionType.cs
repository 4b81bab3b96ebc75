namespace Exchange.Protocol.Vocabulary;

/// <summary>What a question wants to know.</summary>
public enum QuestionType
{
    Identity,
    TravelDocument,
    TravelMovement,
    Whereabouts,
    CriminalRecord,
    Vessel,
    Vehicle,
    Organisation,
    Communication,
    Payment,
    Other,
}
