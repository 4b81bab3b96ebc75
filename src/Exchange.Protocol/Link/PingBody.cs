using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>Asks whether the counterpart is there.</summary>
/// <param name="CardSerial">Serial of the asker's newest card.</param>
/// <param name="Now">The asker's clock.</param>
public sealed record PingBody(int CardSerial, DateTimeOffset Now) : MessageBody(LinkKind.Ping)
{
    internal static PingBody Read(ObjectReader reader) => new((int)reader.Integer("cardSerial", 1, int.MaxValue), reader.Time("now"));
}
