namespace Exchange.Sealing.Keys;

/// <summary>A key that signs the log's checkpoints or cosigns others'; its private part stays in the key store.</summary>
public interface INoteKey
{
    /// <summary>C2SP signature type: 0x01 for Ed25519 (RFC 8032), 0x06 for ML-DSA-44 (FIPS 204, empty context).</summary>
    public byte Algorithm { get; }

    /// <summary>The raw public key: 32 bytes, or 1,312.</summary>
    public byte[] PublicKey { get; }

    /// <summary>Returns the raw signature: 64 bytes, or 2,420.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message);
}
