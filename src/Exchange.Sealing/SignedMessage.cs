namespace Exchange.Sealing;

/// <summary>
/// Layer 1 (border protocol, section 3): CMS SignedData around the message's bytes. The signature is verified; the trust in the
/// certificate is judged separately. Holds content: prints as its digest.
/// </summary>
public sealed class SignedMessage
{
    private readonly SignedParts _parts;

    private SignedMessage(SignedParts parts, ReadOnlyMemory<byte> content)
    {
        _parts = parts with { Content = null };
        Content = content;
        Detached = _parts.Write();
        Signed = Digest.Of(Detached.Span);
        Chain = [.. parts.Chain.Certificates.Select(certificate => (ReadOnlyMemory<byte>)certificate.Encoded)];
    }

    /// <summary>The bytes that were signed.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The layer without the content, DER; verified together with <see cref="Content"/>.</summary>
    public ReadOnlyMemory<byte> Detached { get; }

    /// <summary>SHA-256 of <see cref="Detached"/>.</summary>
    public Digest Signed { get; }

    /// <summary>The certificates in the message, DER, the signer's first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; }

    /// <summary>UTC, whole seconds; as stated by the signer.</summary>
    public DateTimeOffset SigningTime => _parts.Attributes.SigningTime;

    internal CertificateFacts Signer => _parts.Chain.Leaf;

    /// <summary>Signs; the signing-time is cut to whole seconds.</summary>
    public static SignedMessage Sign(ReadOnlyMemory<byte> content, SigningIdentity signer, DateTimeOffset signingTime)
    {
        var wholeSeconds = new DateTimeOffset(signingTime.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var attributes = new SignedAttributes(SHA256.HashData(content.Span), wholeSeconds, signer.Chain.LeafHash);
        var signature = signer.Key.SignHash(HashToSign(attributes, signer.Chain));
        return new(new(Content: null, signer.Chain, attributes, EcdsaSignature.Write(signature)), content);
    }

    /// <summary>The attached form, DER, which is sealed.</summary>
    public byte[] ToAttached() => (_parts with { Content = Content.ToArray() }).Write();

    /// <summary>Opens the attached form.</summary>
    public static bool TryOpen(
        ReadOnlyMemory<byte> attached,
        [NotNullWhen(true)] out SignedMessage? message,
        [NotNullWhen(false)] out Rejected? refusal
    ) => TryOpen(attached.ToArray(), detachedContent: null, new SignatureCheck(), out message, out refusal);

    /// <summary>Opens the detached form together with its content.</summary>
    public static bool TryOpenDetached(
        ReadOnlyMemory<byte> detached,
        ReadOnlyMemory<byte> content,
        [NotNullWhen(true)] out SignedMessage? message,
        [NotNullWhen(false)] out Rejected? refusal
    ) => TryOpen(detached.ToArray(), content, new SignatureCheck(), out message, out refusal);

    internal static bool TryOpen(
        byte[] der,
        ReadOnlyMemory<byte>? detachedContent,
        SignatureCheck check,
        [NotNullWhen(true)] out SignedMessage? message,
        [NotNullWhen(false)] out Rejected? refusal
    )
    {
        message = null;
        refusal = null;
        if (!SignedParts.TryRead(der, out var parts) || parts.Content is null == detachedContent is null)
            refusal = new(ReceiptCode.Signature, "Not a signed message: no SignedData with a signer and its certificate.");
        else if (!parts.Write().AsSpan().SequenceEqual(der))
            refusal = new(ReceiptCode.NotTheOneEncoding, "The signed message is not in its one valid encoding.");
        else if (!IsValid(parts, detachedContent ?? parts.Content, check))
            refusal = new(ReceiptCode.Signature, "The signature is not valid.");
        else
            message = new(parts, detachedContent ?? parts.Content);
        return message is not null;
    }

    public override string ToString() => Signed.ToString();

    /// <summary>
    /// True if the certificate that the signed attributes name has signed them. They have only the digest of the content.
    /// </summary>
    internal static bool IsSigned(SignedParts parts, SignatureCheck check)
    {
        Span<byte> signature = stackalloc byte[2 * P256.FieldSize];
        return parts.Attributes.CertificateHash.AsSpan().SequenceEqual(parts.Chain.LeafHash)
            && EcdsaSignature.TryRead(parts.Signature, signature)
            && check.Verify(parts.Chain.Leaf, HashToSign(parts.Attributes, parts.Chain), signature);
    }

    private static bool IsValid(SignedParts parts, ReadOnlyMemory<byte> content, SignatureCheck check) =>
        parts.Attributes.MessageDigest.AsSpan().SequenceEqual(SHA256.HashData(content.Span)) && IsSigned(parts, check);

    // RFC 5652, section 5.4: the attributes are hashed as a SET OF, not with the [0] under which they are sent.
    private static byte[] HashToSign(SignedAttributes attributes, SignerChain chain) =>
        SHA256.HashData(Der.Write(attributes.ToSet(chain.Leaf)));
}
