namespace Exchange.Protocol.Vocabulary;

/// <summary>What a question has come to.</summary>
public enum Outcome
{
    Hit,
    NoHit,
    Partial,
    Refused,
    NeedsJudicialAuthorisation,
}
