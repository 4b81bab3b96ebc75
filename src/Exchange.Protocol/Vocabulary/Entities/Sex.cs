namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>As in the travel document.</summary>
public enum Sex
{
    Female,
    Male,
    Other,
    Unknown,
}
