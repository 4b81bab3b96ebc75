using System.Text.Json.Serialization;

namespace Exchange.Protocol.Messages;

/// <summary>What a message says, by its kind. Holds content: prints as its kind alone.</summary>
public abstract record MessageBody
{
    [JsonIgnore]
    public MessageKind Kind => OwnKind;

    // Not public: an override would be written into the body, whatever the attribute above says.
    protected abstract MessageKind OwnKind { get; }

    public sealed override string ToString() => $"body of a {Reading.CodeNames<MessageKind>.Write(Kind)}";
}
