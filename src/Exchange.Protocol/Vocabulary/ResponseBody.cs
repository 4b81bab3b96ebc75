using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

public sealed record ResponseBody(string Facts) : MessageBody
{
    public override MessageKind Kind => MessageKind.Response;

    internal static ResponseBody Read(ObjectReader reader) => new(reader.Text("facts", 8000));
}
