using System.Security.Cryptography;

namespace Exchange.Gateway.Journal;

/// <summary>Writes, signs and seals link messages.</summary>
internal sealed class LinkSealer(OwnParty own, TimeProvider clock)
{
    // A link message is about one moment, and is repeated if it matters, so it need not live long.
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    public OutgoingMessage Seal(Counterpart to, MessageBody body, InReplyTo? inReplyTo = null)
    {
        var now = clock.Now();
        var message = MessageWriter.Write(
            new MessageHeader
            {
                MessageId = MessageId.New(clock),
                Kind = body.Kind,
                Sender = own.Name,
                Recipient = to.Name,
                Salt = RandomNumberGenerator.GetBytes(MessageHeader.SaltSize),
                IssuedAt = now,
                ExpiresAt = now + Life,
                InReplyTo = inReplyTo,
            },
            body
        );
        return new(to.Name, message, own.Seal(message, to));
    }
}
