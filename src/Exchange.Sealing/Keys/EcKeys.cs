namespace Exchange.Sealing.Keys;

/// <summary>A key in memory, by the platform. Several threads may use an OpenSSL key at the same time.</summary>
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

/// <summary>A key in memory, by the platform.</summary>
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
