using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

public sealed record RequestBody(string Facts) : MessageBody
{
    public override MessageKind Kind => MessageKind.Request;

    internal static RequestBody Read(ObjectReader reader) => new(reader.Text("facts", 8000));
}
