using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Messages;

/// <summary>The message that this one answers, named by id and by the digest of its detached signature.</summary>
public sealed record InReplyTo(Guid MessageId, Digest Signed)
{
    internal static InReplyTo Read(ObjectReader reader) => new(reader.Id("messageId"), reader.Digest("signed"));
}
