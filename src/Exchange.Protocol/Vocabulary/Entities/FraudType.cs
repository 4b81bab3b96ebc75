namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>What is wrong with a document.</summary>
public enum FraudType
{
    Counterfeit,
    Forged,
    Impostor,
    Stolen,
    BlankStolen,
    FraudulentlyObtained,
}
