using System.Security.Cryptography;

namespace Exchange.Sealing.Keys;

/// <summary>In memory, by the platform. OpenSSL's keys may be used by several threads at once.</summary>
internal sealed class EcSigningKey(ECDsa key) : ISigningKey, IDisposable
{
    public byte[] SubjectPublicKeyInfo { get; } = key.ExportSubjectPublicKeyInfo();

    public byte[] SignHash(ReadOnlySpan<byte> sha256)
    {
        var signature = new byte[64];
        return key.TrySignHash(sha256, signature, out var written) && written == signature.Length
            ? signature
            : throw new CryptographicException("The signature does not have 64 bytes.");
    }

    public void Dispose() => key.Dispose();
}
