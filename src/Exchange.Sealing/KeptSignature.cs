namespace Exchange.Sealing;

/// <summary>
/// A stored detached signature of a message (border protocol, section 3), judged years later with or without the content: the
/// signature covers attributes that have the content's digest (RFC 5652, section 5.4).
/// </summary>
public static class KeptSignature
{
    /// <summary>Largest detached signature in bytes: mostly a chain of certificates.</summary>
    public const int MaximumSize = 64 * 1024;

    /// <param name="detached">Layer 1 without its content, DER.</param>
    /// <param name="content">The signed bytes; null if they are not available.</param>
    /// <param name="signer">The card of the stated signer.</param>
    /// <param name="at">When the signature was relied upon (UTC): revocation is judged at this time, validity at the signing-time.</param>
    /// <returns>
    /// A fault or null; the signing-time (UTC, whole seconds); its certificates (PEM, the signer's first);
    /// false if the card has no revocation list that was current then.
    /// </returns>
    public static (string? Fault, DateTimeOffset SigningTime, string Chain, bool IsRevocationKnown) Judge(
        ReadOnlyMemory<byte> detached,
        ReadOnlyMemory<byte>? content,
        PartyCard signer,
        DateTimeOffset at
    )
    {
        var der = detached.ToArray();
        if (der.Length > MaximumSize || !SignedParts.TryRead(der, out var parts) || parts.Content is not null)
            return Refuse("It is not a detached signature.");
        if (!parts.Write().AsSpan().SequenceEqual(der))
            return Refuse("The signature is not in its one valid encoding.");
        if (!SignedMessage.IsSigned(parts, new SignatureCheck()))
            return Refuse("The signature is not valid.");
        if (content is { } bytes && !parts.Attributes.MessageDigest.AsSpan().SequenceEqual(SHA256.HashData(bytes.Span)))
            return Refuse("The content is not what was signed.");
        return Judge(parts, signer, at);
    }

    private static (string?, DateTimeOffset, string, bool) Judge(SignedParts parts, PartyCard signer, DateTimeOffset at)
    {
        if (TrustOf(signer) is not { } trust)
            return Refuse($"The card of {signer.Party} has malformed certificates.");
        var chain = parts.Chain.Certificates.Select(certificate => (ReadOnlyMemory<byte>)certificate.Encoded).ToList();
        var verdict = trust.JudgeSigner(chain, parts.Attributes.SigningTime, at);
        return verdict is Refused refused
            ? Refuse(SentenceOf(refused.Code, signer.Party))
            : (null, parts.Attributes.SigningTime, PemChain.Write(chain), verdict is Trusted);
    }

    private static CardTrust? TrustOf(PartyCard card)
    {
        try
        {
            return CardTrust.Of(card);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string SentenceOf(ReceiptCode code, PartyName party) =>
        code switch
        {
            ReceiptCode.CertificatePath => $"The signer's certificate does not lead to the authority of {party}.",
            ReceiptCode.CertificateNotValidThen => "The signer's certificate was not valid when it signed.",
            ReceiptCode.CertificateRevoked => "The signer's certificate is revoked.",
            _ => $"The signer's certificate is not the signing certificate of {party}.",
        };

    private static (string?, DateTimeOffset, string, bool) Refuse(string fault) => (fault, default, "", false);
}
