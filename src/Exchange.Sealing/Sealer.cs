using Exchange.Protocol.Messages;
using Exchange.Sealing.Layers;

namespace Exchange.Sealing;

/// <summary>Signs and seals a message (border protocol, section 3): the only way out.</summary>
public static class Sealer
{
    /// <summary>Maximum difference between the signing-time and <c>issuedAt</c>.</summary>
    public static readonly TimeSpan SigningTimeTolerance = TimeSpan.FromSeconds(60);

    /// <summary>Signs the exact bytes of the message, and seals them for one counterpart.</summary>
    /// <exception cref="ArgumentException">The signing-time is too far from <c>issuedAt</c>: every recipient would refuse the
    /// message.</exception>
    public static SealedMessage Seal(Message message, SigningIdentity signer, SealingRecipient recipient, DateTimeOffset signingTime)
    {
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

/// <summary>A message as it crosses the border. Prints as its digest.</summary>
/// <param name="Bytes">Layer 3, DER, at most 1 MiB. A resend sends the same bytes.</param>
/// <param name="Signature">Layer 1.</param>
public sealed record SealedMessage(ReadOnlyMemory<byte> Bytes, SignedMessage Signature)
{
    /// <summary>Largest sealed message in bytes (border protocol, section 2).</summary>
    public const int MaximumSize = 1024 * 1024;

    /// <summary>SHA-256 of layer 3.</summary>
    public Digest Sealed { get; } = Digest.Of(Bytes.Span);

    /// <summary>SHA-256 of layer 1 without its content.</summary>
    public Digest Signed => Signature.Signed;

    public override string ToString() => Sealed.ToString();
}

/// <summary>The two certificates of a counterpart for which messages are sealed, read once. Their trust is judged elsewhere.</summary>
public sealed class SealingRecipient
{
    /// <param name="encryptionCertificate">DER; EC P-256.</param>
    /// <param name="kemCertificate">DER; ML-KEM-768 with subjectKeyIdentifier.</param>
    /// <exception cref="ArgumentException">A certificate is malformed, or has another type of key.</exception>
    public SealingRecipient(ReadOnlyMemory<byte> encryptionCertificate, ReadOnlyMemory<byte> kemCertificate) =>
        (Encryption, Kem) = (new(encryptionCertificate), new(kemCertificate));

    /// <summary>The recipient of a card.</summary>
    /// <exception cref="ArgumentException">A certificate is malformed, or has another type of key.</exception>
    public static SealingRecipient Of(PartyCard card) => new(PemChain.Read(card.Encryption)[0], PemChain.Read(card.Kem)[0]);

    internal EncryptionCertificate Encryption { get; }

    internal KemCertificate Kem { get; }
}
