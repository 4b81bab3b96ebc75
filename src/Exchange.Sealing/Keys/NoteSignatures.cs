using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Exchange.Sealing.Keys;

/// <summary>Verifies the signatures of notes: Ed25519 (RFC 8032) and ML-DSA-44 (FIPS 204, empty context).</summary>
public static class NoteSignatures
{
    /// <summary>False for a wrong signature, a wrong length, a malformed key, and any other algorithm.</summary>
    public static bool Verify(byte algorithm, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        algorithm switch
        {
            VerifierKey.Ed25519 => VerifyEd25519(publicKey, message, signature),
            VerifierKey.MlDsa44 => VerifyMlDsa44(publicKey, message, signature),
            _ => false,
        };

    // By libsodium, without the cofactor, like `openssl` and as RFC 8032 permits. BouncyCastle also accepts an R with a component of
    // a small subgroup; a party could then sign a checkpoint that is valid here but not elsewhere. The key itself is validated in full when
    // its card is read (CardCheck), which costs as much as the verification.
    private static bool VerifyEd25519(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == Curve.PublicKeySize
        && signature.Length == Curve.SignatureSize
        && Geralt.Ed25519.Verify(signature, message, publicKey);

    private static bool VerifyMlDsa44(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        const int publicKeySize = 1312,
            signatureSize = 2420;
        if (publicKey.Length != publicKeySize || signature.Length != signatureSize)
            return false;
        var verifier = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: true);
        verifier.Init(false, MLDsaPublicKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_44, publicKey.ToArray()));
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature.ToArray());
    }
}
