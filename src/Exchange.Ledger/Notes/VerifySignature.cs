namespace Exchange.Ledger.Notes;

/// <summary>Verifies a raw signature.</summary>
/// <param name="algorithm">C2SP signature type: 0x01 for Ed25519, 0x06 for ML-DSA-44.</param>
/// <param name="publicKey">Raw public key.</param>
/// <param name="message">What was signed.</param>
/// <param name="signature">Raw signature.</param>
public delegate bool VerifySignature(byte algorithm, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
