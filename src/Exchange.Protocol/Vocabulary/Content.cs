namespace Exchange.Protocol.Vocabulary;

/// <summary>Part of what a message tells. Prints as its type alone: a log or an exception must never show more.</summary>
public abstract record Content
{
    public sealed override string ToString() => GetType().Name;
}
