using System.Text.Json.Serialization;

namespace Exchange.Protocol.Messages;

/// <summary>What a message says, by its kind. Holds content: prints as its kind alone.</summary>
public abstract record MessageBody
{
    protected MessageBody(MessageKind kind) => Kind = kind;

    // The header says it on the wire. Not to be overridden: an override would be written, for it does not inherit the attribute.
    [JsonIgnore]
    public MessageKind Kind { get; }

    /// <summary>Has it checked what its members must not be together; nothing by itself.</summary>
    internal virtual void Check(Vocabulary.Relations relations)
    {
    }

    public sealed override string ToString() => $"body of a {Kind.Code}";
}
