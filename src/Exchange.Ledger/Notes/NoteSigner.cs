namespace Exchange.Ledger.Notes;

/// <summary>A key that signs notes: its public key, and the function that signs.</summary>
public sealed record NoteSigner(VerifierKey Key, SignMessage Sign);

/// <summary>The two keys that sign a ledger's checkpoints: a classical one, and one that resists quantum computers.</summary>
public sealed record LogSigners(NoteSigner Ed25519, NoteSigner MlDsa44);

/// <summary>Signs a message with a private key that never leaves its store; returns the raw signature.</summary>
public delegate byte[] SignMessage(ReadOnlySpan<byte> message);

/// <summary>Verifies a raw signature.</summary>
/// <param name="algorithm">C2SP signature type: 0x01 for Ed25519, 0x06 for ML-DSA-44.</param>
/// <param name="publicKey">Raw public key.</param>
/// <param name="message">What was signed.</param>
/// <param name="signature">Raw signature.</param>
public delegate bool VerifySignature(
    byte algorithm,
    ReadOnlySpan<byte> publicKey,
    ReadOnlySpan<byte> message,
    ReadOnlySpan<byte> signature
);
