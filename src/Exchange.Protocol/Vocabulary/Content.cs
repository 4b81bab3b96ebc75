namespace Exchange.Protocol.Vocabulary;

/// <summary>Part of the content of a message. Prints as its type only: a service log or an exception must never show more.</summary>
public abstract record Content
{
    public sealed override string ToString() => GetType().Name;
}
