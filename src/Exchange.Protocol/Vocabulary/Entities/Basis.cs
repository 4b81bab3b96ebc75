namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Whether something was seen or concluded.</summary>
public enum Basis
{
    Observed,
    Inferred,
}
