namespace Exchange.Protocol.Vocabulary;

/// <summary>How widely the content may be shared (FIRST Traffic Light Protocol 2.0).</summary>
public enum Tlp
{
    Red,
    AmberStrict,
    Amber,
    Green,
    Clear,
}
