using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Operators;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// X.509's SIGNED form (RFC 5280, section 5.1.1): the signed bytes, the AlgorithmIdentifier (both DER) and the signature of a revocation
/// list.
/// </summary>
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
            throw new AsnContentException("A signature must have whole bytes.");
        return signed;
    }

    /// <summary>The algorithm inside the signed bytes must be the same as outside (RFC 5280, section 5.1.1.2).</summary>
    /// <exception cref="AsnContentException">It is another.</exception>
    public void RequireAlgorithm(ReadOnlyMemory<byte> inside)
    {
        if (!inside.Span.SequenceEqual(Algorithm.Span))
            throw new AsnContentException("Two different signature algorithms.");
    }

    public bool IsSignedBy(CardCertificate issuer)
    {
        if (
            !Der.TryRead(Algorithm.ToArray(), AlgorithmIdentifier.GetInstance, out var algorithm)
            || !SignatureAlgorithms.IsStrong(algorithm)
        )
        {
            return false;
        }

        try
        {
            var calculator = new Asn1VerifierFactoryProvider(issuer.X509.GetPublicKey())
                .CreateVerifierFactory(algorithm)
                .CreateCalculator();
            calculator.Stream.Write(Content.Span);
            return calculator.GetResult().IsVerified(Signature);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A key that does not match the algorithm throws, with various types. Only these bytes are read, so the signature is not valid.
            return false;
        }
    }
}

/// <summary>
/// The algorithms with which an authority may sign: ECDSA and RSA with SHA-2, Ed25519, ML-DSA. The border protocol lets a country's CA
/// choose, but with collisions (MD5, SHA-1) an attacker could have one certificate signed and present another.
/// </summary>
internal static class SignatureAlgorithms
{
    private static readonly HashSet<DerObjectIdentifier> Hashes =
    [
        NistObjectIdentifiers.IdSha256,
        NistObjectIdentifiers.IdSha384,
        NistObjectIdentifiers.IdSha512,
    ];

    private static readonly HashSet<DerObjectIdentifier> Strong =
    [
        X9ObjectIdentifiers.ECDsaWithSha256,
        X9ObjectIdentifiers.ECDsaWithSha384,
        X9ObjectIdentifiers.ECDsaWithSha512,
        PkcsObjectIdentifiers.Sha256WithRsaEncryption,
        PkcsObjectIdentifiers.Sha384WithRsaEncryption,
        PkcsObjectIdentifiers.Sha512WithRsaEncryption,
        EdECObjectIdentifiers.id_Ed25519,
        NistObjectIdentifiers.id_ml_dsa_44,
        NistObjectIdentifiers.id_ml_dsa_65,
        NistObjectIdentifiers.id_ml_dsa_87,
    ];

    /// <summary>Also false for malformed parameters, which an attacker may choose.</summary>
    public static bool IsStrong(AlgorithmIdentifier algorithm) =>
        algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss)
            ? algorithm.Parameters is { } parameters
                && Der.TryRead(Der.Write(parameters), RsassaPssParameters.GetInstance, out var pss)
                && Hashes.Contains(pss.HashAlgorithm.Algorithm)
            : Strong.Contains(algorithm.Algorithm);
}
