using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>The sender's newer card.</summary>
/// <param name="Card">The exact bytes of the card, as text.</param>
public sealed record PartyUpdateBody(string Card) : MessageBody(LinkKind.PartyUpdate)
{
    internal static PartyUpdateBody Read(ObjectReader reader) => new(reader.Text("card", PartyCard.MaximumSize));
}
