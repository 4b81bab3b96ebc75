using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Sealing;

namespace Exchange.Gateway.Linking;

/// <summary>A message that is signed and sealed, and nowhere yet.</summary>
internal sealed record OutgoingMessage(PartyName To, Message Message, SealedMessage Sealed)
{
    public override string ToString() => $"{Message} to {To}";
}
