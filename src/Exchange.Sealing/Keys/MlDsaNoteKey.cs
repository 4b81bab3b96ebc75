using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Exchange.Sealing.Keys;

/// <summary>In memory.</summary>
internal sealed class MlDsaNoteKey(MLDsaPrivateKeyParameters key) : INoteKey
{
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
