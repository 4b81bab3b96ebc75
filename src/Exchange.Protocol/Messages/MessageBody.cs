using System.Text.Json.Serialization;

namespace Exchange.Protocol.Messages;

/// <summary>What a message says, by its kind. Holds content: prints as its kind alone.</summary>
public abstract record MessageBody
{
    [JsonIgnore]
    public abstract MessageKind Kind { get; }

    public sealed override string ToString() => $"body of a {Reading.CodeNames<MessageKind>.Write(Kind)}";
}
