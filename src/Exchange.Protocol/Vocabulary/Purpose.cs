namespace Exchange.Protocol.Vocabulary;

/// <summary>The one purpose for which the data may be used (purpose limitation).</summary>
public enum Purpose
{
    Prevention,
    Detection,
    Investigation,
    Prosecution,
    VictimProtection,
}
