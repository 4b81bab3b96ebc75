namespace Exchange.Protocol.Vocabulary;

/// <summary>Whether a response is the last one.</summary>
public enum Extent
{
    Partial,
    Final,
}
