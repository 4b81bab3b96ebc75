using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>Answers a ping; the header names which.</summary>
/// <param name="CardSerial">Serial that the answerer holds of the asker's card.</param>
/// <param name="Now">The answerer's clock.</param>
/// <param name="Held">Newest checkpoint that the answerer holds of the asker's log, as the signed note.</param>
public sealed record PongBody(int CardSerial, DateTimeOffset Now, string? Held) : MessageBody(LinkKind.Pong)
{
    internal static PongBody Read(ObjectReader reader) => new(
        (int)reader.Integer("cardSerial", 1, int.MaxValue),
        reader.Time("now"),
        reader.OptionalText("held", CheckpointBody.MaximumNote));
}
