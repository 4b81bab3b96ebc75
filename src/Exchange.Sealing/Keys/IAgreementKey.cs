namespace Exchange.Sealing.Keys;

/// <summary>A P-256 key for key agreement; its private part stays in the key store.</summary>
public interface IAgreementKey
{
    /// <summary>The public key, DER (RFC 5280): by it the key is found from its certificate.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Agrees with an uncompressed point (65 bytes). Returns the x coordinate Z, 32 bytes.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The point is not on the curve.</exception>
    public byte[] Agree(ReadOnlySpan<byte> uncompressedPoint);
}
