using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Exchange.Sealing.Keys;

/// <summary>In memory.</summary>
internal sealed class MlDsaNoteKey(MLDsaPrivateKeyParameters key) : INoteKey
{
    /// <summary>Reads PKCS#8 (RFC 9881); null for any other key.</summary>
    public static MlDsaNoteKey? Read(byte[] pkcs8) => PrivateKeyFactory.CreateKey(pkcs8) is MLDsaPrivateKeyParameters key ? new(key) : null;

    public byte Algorithm => NoteSignatures.MlDsa44;

    public byte[] PublicKey { get; } = key.GetPublicKey().GetEncoded();

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signer = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: false);
        signer.Init(true, key);
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }
}
