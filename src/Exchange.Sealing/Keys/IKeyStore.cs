namespace Exchange.Sealing.Keys;

/// <summary>
/// A party's private keys, in files or in a hardware module. A key is found by its certificate's public key
/// (SubjectPublicKeyInfo, DER), because several are in use during a key change; null if it is not in the store.
/// </summary>
public interface IKeyStore : IDisposable
{
    public INoteKey LogEd25519 { get; }
    public INoteKey LogMlDsa44 { get; }

    /// <summary>ML-DSA-44; never a key of the ledger.</summary>
    public INoteKey Witness { get; }

    /// <summary>Encrypts content under the storage key.</summary>
    public ContentCipher Content { get; }

    public ISigningKey? Signing(ReadOnlySpan<byte> subjectPublicKeyInfo);
    public IAgreementKey? Agreement(ReadOnlySpan<byte> subjectPublicKeyInfo);
    public IKemKey? Kem(ReadOnlySpan<byte> subjectPublicKeyInfo);

    /// <summary>The key with which the party logs in to brokers.</summary>
    public ECDsa? Client(ReadOnlySpan<byte> subjectPublicKeyInfo);
}

/// <summary>A P-256 key that signs messages; its private part stays in the key store.</summary>
public interface ISigningKey
{
    /// <summary>The public key, DER (RFC 5280): identifies the key by its certificate.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Signs a SHA-256 hash (32 bytes). Returns r ‖ s, 64 bytes (IEEE P1363); s is not yet normalised.</summary>
    public byte[] SignHash(ReadOnlySpan<byte> sha256);
}

/// <summary>A P-256 key for key agreement; its private part stays in the key store.</summary>
public interface IAgreementKey
{
    /// <summary>The public key, DER (RFC 5280): identifies the key by its certificate.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Agrees with an uncompressed point (65 bytes). Returns the x coordinate Z, 32 bytes.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The point is not on the curve.</exception>
    public byte[] Agree(ReadOnlySpan<byte> uncompressedPoint);
}

/// <summary>An ML-KEM key; its private part stays in the key store.</summary>
public interface IKemKey
{
    /// <summary>The public key, DER (RFC 9935): identifies the key by its certificate.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Returns the shared secret, 32 bytes; a changed ciphertext gives a wrong one (FIPS 203).</summary>
    public byte[] Decapsulate(ReadOnlySpan<byte> ciphertext);
}

/// <summary>A key that signs the ledger's checkpoints or cosigns counterparts'; its private part stays in the key store.</summary>
public interface INoteKey
{
    /// <summary>C2SP signature type: 0x01 for Ed25519 (RFC 8032), 0x06 for ML-DSA-44 (FIPS 204, empty context).</summary>
    public byte Algorithm { get; }

    /// <summary>The raw public key: 32 bytes, or 1,312.</summary>
    public byte[] PublicKey { get; }

    /// <summary>Returns the raw signature: 64 bytes, or 2,420.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message);
}

/// <summary>A key cannot be loaded or used. The text names the file and what to do, and never shows key material.</summary>
public sealed class KeyStoreException(string message, Exception? inner = null) : Exception(message, inner);
