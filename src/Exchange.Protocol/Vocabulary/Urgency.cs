namespace Exchange.Protocol.Vocabulary;

/// <summary>How soon a request wants its answer; each has a default deadline.</summary>
public enum Urgency
{
    Urgent,
    Priority,
    Routine,
}
