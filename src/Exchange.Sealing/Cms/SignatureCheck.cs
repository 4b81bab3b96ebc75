using System.Collections.Concurrent;

namespace Exchange.Sealing.Cms;

/// <summary>
/// Verifies ECDSA signatures on P-256, and caches the handles of trusted keys: creating a handle costs twice as much as a verification.
/// </summary>
internal sealed class SignatureCheck
{
    // Far more than the signing keys of all counterparts, including keys in overlap.
    private const int MaximumRemembered = 1024;

    private readonly ConcurrentDictionary<Digest, ECDsa> _remembered = new();

    /// <summary>False for a wrong signature (r ‖ s, 64 bytes) of the SHA-256 hash, and for a certificate without a P-256 key.</summary>
    public bool Verify(CertificateFacts signer, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (signer.EcPoint is not { } point)
            return false;
        if (_remembered.TryGetValue(Digest.Of(point), out var known))
            return known.VerifyHash(hash, signature);
        using var key = ECDsa.Create(P256.PublicKey(point));
        return key.VerifyHash(hash, signature);
    }

    /// <summary>
    /// Caches the handle of a key with a trusted certificate. Unknown senders' keys are not cached: they could fill the memory.
    /// </summary>
    public void Remember(CertificateFacts signer)
    {
        if (signer.EcPoint is not { } point)
            return;
        var digest = Digest.Of(point);
        if (_remembered.Count < MaximumRemembered && !_remembered.ContainsKey(digest))
            _remembered.TryAdd(digest, ECDsa.Create(P256.PublicKey(point)));
    }
}
