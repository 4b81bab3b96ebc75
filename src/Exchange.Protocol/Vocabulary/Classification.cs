namespace Exchange.Protocol.Vocabulary;

/// <summary>Security classification; the gateway refuses what its own maximum forbids.</summary>
public enum Classification
{
    Unclassified,
    Restricted,
    Confidential,
}
