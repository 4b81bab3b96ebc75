using System.Collections.Concurrent;
using System.Security.Cryptography;
using Exchange.Protocol;
using Exchange.Sealing.Primitives;

namespace Exchange.Sealing.Cms;

/// <summary>Verifies ECDSA signatures on P-256, and keeps the handles of keys that are believed: making one costs twice a verification.</summary>
internal sealed class SignatureCheck
{
    // Far more than all counterparts' signing keys in overlap.
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

    /// <summary>Keeps the handle of a key whose certificate has been judged; a stranger's key would only fill the memory.</summary>
    public void Remember(CertificateFacts signer)
    {
        if (signer.EcPoint is not { } point)
            return;
        var digest = Digest.Of(point);
        if (_remembered.Count < MaximumRemembered && !_remembered.ContainsKey(digest))
            _remembered.TryAdd(digest, ECDsa.Create(P256.PublicKey(point)));
    }
}
