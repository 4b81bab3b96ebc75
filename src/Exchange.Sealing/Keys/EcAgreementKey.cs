using System.Security.Cryptography;
using Exchange.Sealing.Primitives;

namespace Exchange.Sealing.Keys;

/// <summary>In memory, by the platform.</summary>
internal sealed class EcAgreementKey(ECDiffieHellmanOpenSsl key) : IAgreementKey, IDisposable
{
    private readonly SafeEvpPKeyHandle _handle = key.DuplicateKeyHandle();

    public byte[] SubjectPublicKeyInfo { get; } = key.ExportSubjectPublicKeyInfo();

    public byte[] Agree(ReadOnlySpan<byte> uncompressedPoint)
    {
        using var other = new Ecdh.Point(uncompressedPoint);
        return Ecdh.Agree(_handle, other);
    }

    public void Dispose()
    {
        _handle.Dispose();
        key.Dispose();
    }
}
