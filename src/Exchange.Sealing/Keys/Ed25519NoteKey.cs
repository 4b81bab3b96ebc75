using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Exchange.Sealing.Keys;

/// <summary>In memory.</summary>
internal sealed class Ed25519NoteKey(Ed25519PrivateKeyParameters key) : INoteKey
{
    public byte Algorithm => NoteSignatures.Ed25519;

    public byte[] PublicKey { get; } = key.GeneratePublicKey().GetEncoded();

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        key.Sign(Ed25519.Algorithm.Ed25519, null, message.ToArray(), 0, message.Length, signature, 0);
        return signature;
    }
}
