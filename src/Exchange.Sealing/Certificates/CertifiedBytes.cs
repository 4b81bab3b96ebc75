using System.Formats.Asn1;
using Exchange.Sealing.Cms;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;

namespace Exchange.Sealing.Certificates;

/// <summary>X.509's SIGNED form (RFC 5280, section 5.1.1): the content, the algorithm and the signature of a revocation list.</summary>
/// <param name="Content">The signed bytes, DER.</param>
/// <param name="Algorithm">The AlgorithmIdentifier, DER.</param>
/// <param name="Signature">As the algorithm has it.</param>
internal sealed record CertifiedBytes(ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Algorithm, byte[] Signature)
{
    /// <exception cref="AsnContentException">Not this form.</exception>
    public static CertifiedBytes Read(byte[] der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = new CertifiedBytes(parts.ReadEncodedValue(), parts.ReadEncodedValue(), parts.ReadBitString(out var unusedBits));
        parts.ThrowIfNotEmpty();
        if (unusedBits != 0)
            throw new AsnContentException("A signature is whole bytes.");
        return signed;
    }

    /// <summary>The algorithm inside the signed bytes must be the one outside of them (RFC 5280, section 5.1.1.2).</summary>
    /// <exception cref="AsnContentException">It is another.</exception>
    public void RequireAlgorithm(ReadOnlyMemory<byte> inside)
    {
        if (!inside.Span.SequenceEqual(Algorithm.Span))
            throw new AsnContentException("Two signature algorithms.");
    }

    public bool IsSignedBy(CardCertificate issuer)
    {
        if (!Der.TryRead(Algorithm.ToArray(), AlgorithmIdentifier.GetInstance, out var algorithm) || !SignatureAlgorithms.IsStrong(algorithm))
            return false;
        try
        {
            var calculator = new Asn1VerifierFactoryProvider(issuer.X509.GetPublicKey()).CreateVerifierFactory(algorithm).CreateCalculator();
            calculator.Stream.Write(Content.Span);
            return calculator.GetResult().IsVerified(Signature);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A key that does not fit the algorithm throws, of whatever type; nothing but these bytes is looked at.
            return false;
        }
    }
}
