namespace Exchange.Sealing.Keys;

/// <summary>A P-256 key that signs messages; its private part stays in the key store.</summary>
public interface ISigningKey
{
    /// <summary>The public key, DER (RFC 5280): by it the key is found from its certificate.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Signs a SHA-256 hash (32 bytes). Returns r ‖ s, 64 bytes (IEEE P1363); s is not yet normalised.</summary>
    public byte[] SignHash(ReadOnlySpan<byte> sha256);
}
