using Exchange.Sealing.Cms;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// With what an authority may sign: ECDSA and RSA with SHA-2, Ed25519, ML-DSA. The border protocol leaves a country's CA
/// free, but who can find collisions (MD5, SHA-1) can get one certificate signed and show another.
/// </summary>
internal static class SignatureAlgorithms
{
    private static readonly HashSet<DerObjectIdentifier> Hashes =
        [NistObjectIdentifiers.IdSha256, NistObjectIdentifiers.IdSha384, NistObjectIdentifiers.IdSha512];

    private static readonly HashSet<DerObjectIdentifier> Strong =
    [
        X9ObjectIdentifiers.ECDsaWithSha256, X9ObjectIdentifiers.ECDsaWithSha384, X9ObjectIdentifiers.ECDsaWithSha512,
        PkcsObjectIdentifiers.Sha256WithRsaEncryption, PkcsObjectIdentifiers.Sha384WithRsaEncryption, PkcsObjectIdentifiers.Sha512WithRsaEncryption,
        EdECObjectIdentifiers.id_Ed25519,
        NistObjectIdentifiers.id_ml_dsa_44, NistObjectIdentifiers.id_ml_dsa_65, NistObjectIdentifiers.id_ml_dsa_87,
    ];

    /// <summary>False for parameters that cannot be read, too: they are of a stranger's choice.</summary>
    public static bool IsStrong(AlgorithmIdentifier algorithm) => algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss)
        ? algorithm.Parameters is { } parameters
            && Der.TryRead(Der.Write(parameters), RsassaPssParameters.GetInstance, out var pss)
            && Hashes.Contains(pss.HashAlgorithm.Algorithm)
        : Strong.Contains(algorithm.Algorithm);
}
