using Exchange.Protocol.Messages;
using Exchange.Sealing.Layers;

namespace Exchange.Sealing;

/// <summary>Signs and seals a message (border protocol, section 3): the one way out.</summary>
public static class Sealer
{
    /// <summary>Farthest that the signing-time may be from <c>issuedAt</c>.</summary>
    public static readonly TimeSpan SigningTimeTolerance = TimeSpan.FromSeconds(60);

    /// <summary>Signs the message's bytes as they are, and seals them for one counterpart.</summary>
    /// <exception cref="ArgumentException">The signing-time is too far from <c>issuedAt</c>: every recipient would refuse it.</exception>
    public static SealedMessage Seal(Message message, SigningIdentity signer, SealingRecipient recipient, DateTimeOffset signingTime)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(recipient);
        if ((signingTime - message.Header.IssuedAt).Duration() > SigningTimeTolerance)
            throw new ArgumentException("The signing-time is more than 60 s from the message's issuedAt.", nameof(signingTime));
        return Seal(SignedMessage.Sign(message.Bytes, signer, signingTime), recipient);
    }

    internal static SealedMessage Seal(SignedMessage signed, SealingRecipient recipient)
    {
        var inner = InnerSeal.Seal(signed.ToAttached(), recipient.Encryption);
        var outer = OuterSeal.Seal(inner, recipient.Kem);
        return new(outer, signed);
    }
}
