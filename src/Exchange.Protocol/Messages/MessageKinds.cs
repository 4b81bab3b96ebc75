using Exchange.Protocol.Link;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Messages;

/// <summary>The kinds that this version opens, each with the reader of its body. A kind that is not here is refused with code 402.</summary>
public static class MessageKinds
{
    private static readonly Dictionary<MessageKind, Func<ObjectReader, MessageBody>> Readers = new()
    {
        [MessageKind.Request] = RequestBody.Read,
        [MessageKind.Acknowledgement] = AcknowledgementBody.Read,
        [MessageKind.Response] = ResponseBody.Read,
        [MessageKind.Receipt] = ReceiptBody.Read,
        [MessageKind.Checkpoint] = CheckpointBody.Read,
        [MessageKind.Cosignature] = CosignatureBody.Read,
        [MessageKind.Ping] = PingBody.Read,
        [MessageKind.Pong] = PongBody.Read,
        [MessageKind.PartyUpdate] = PartyUpdateBody.Read,
        [MessageKind.MailboxGrant] = MailboxGrantBody.Read,
    };

    public static bool IsKnown(MessageKind kind) => Readers.ContainsKey(kind);

    public static MessageBody ReadBody(MessageKind kind, ObjectReader reader) => Readers[kind](reader);

    public static bool IsLink(this MessageKind kind) => kind >= MessageKind.Receipt;
}
