namespace Exchange.Protocol.Messages;

/// <summary>
/// A message with the exact bytes that were or will be signed. They are kept as they are, never written anew. Prints as
/// kind and id: content stays out of logs.
/// </summary>
public sealed class Message
{
    internal Message(MessageHeader header, MessageBody body, ReadOnlyMemory<byte> bytes) => (Header, Body, Bytes) = (header, body, bytes);

    public MessageHeader Header { get; }

    public MessageBody Body { get; }

    /// <summary>The padded JSON; its length is a multiple of 4,096 bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public override string ToString() => Header.ToString();
}
