using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace Exchange.Sealing.Keys;

/// <summary>In memory.</summary>
internal sealed class MlKemKey(MLKemPrivateKeyParameters key) : IKemKey
{
    public byte[] SubjectPublicKeyInfo { get; } = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key.GetPublicKey()).GetDerEncoded();

    public byte[] Decapsulate(ReadOnlySpan<byte> ciphertext)
    {
        var decapsulator = new MLKemDecapsulator(key.Parameters);
        decapsulator.Init(key);
        var secret = new byte[decapsulator.SecretLength];
        decapsulator.Decapsulate(ciphertext, secret);
        return secret;
    }
}
