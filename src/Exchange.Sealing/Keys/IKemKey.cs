namespace Exchange.Sealing.Keys;

/// <summary>An ML-KEM key; its private part stays in the key store.</summary>
public interface IKemKey
{
    /// <summary>The public key, DER (RFC 9935): by it the key is found from its certificate.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Returns the shared secret, 32 bytes; a ciphertext that was tampered with gives a wrong one (FIPS 203).</summary>
    public byte[] Decapsulate(ReadOnlySpan<byte> ciphertext);
}
