using Exchange.Protocol;

namespace Exchange.Sealing;

/// <summary>A message as it crosses the border. Prints as its digest.</summary>
/// <param name="Bytes">Layer 3, DER, at most 1 MiB. A resend is the same bytes.</param>
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
