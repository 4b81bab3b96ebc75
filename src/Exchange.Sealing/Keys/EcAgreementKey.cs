using System.Security.Cryptography;
using Exchange.Sealing.Primitives;

namespace Exchange.Sealing.Keys;

/// <summary>In memory, by the platform.</summary>
internal sealed class EcAgreementKey(ECDiffieHellman key) : IAgreementKey, IDisposable
{
    public byte[] SubjectPublicKeyInfo { get; } = key.ExportSubjectPublicKeyInfo();

    public byte[] Agree(ReadOnlySpan<byte> uncompressedPoint)
    {
        using var other = ECDiffieHellman.Create(P256.PublicKey(uncompressedPoint));
        // A handle of its own, which would wait for the finalizer.
        using var publicKey = other.PublicKey;
        return key.DeriveRawSecretAgreement(publicKey);
    }

    public void Dispose() => key.Dispose();
}
