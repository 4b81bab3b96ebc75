using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

public sealed record AcknowledgementBody(string Facts) : MessageBody
{
    public override MessageKind Kind => MessageKind.Acknowledgement;

    internal static AcknowledgementBody Read(ObjectReader reader) => new(reader.Text("facts", 8000));
}
