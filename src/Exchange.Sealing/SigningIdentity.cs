using Exchange.Sealing.Cms;
using Exchange.Sealing.Keys;

namespace Exchange.Sealing;

/// <summary>The party's own signing chain with the key of its leaf, read once and used for every message.</summary>
public sealed class SigningIdentity
{
    /// <param name="chain">DER certificates, leaf first, as the card lists them.</param>
    /// <param name="key">The leaf's key.</param>
    /// <exception cref="ArgumentException">The chain is empty or malformed, or the key is not the leaf's.</exception>
    public SigningIdentity(IReadOnlyList<ReadOnlyMemory<byte>> chain, ISigningKey key)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(key);
        if (chain.Count == 0)
            throw new ArgumentException("The signing chain is empty.", nameof(chain));
        Chain = new([.. chain.Select(CertificateFacts.Of)]);
        if (!Chain.Leaf.PublicKeyInfo.GetDerEncoded().AsSpan().SequenceEqual(key.SubjectPublicKeyInfo))
            throw new ArgumentException("The key is not that of the signing certificate.", nameof(key));
        Key = key;
    }

    internal SignerChain Chain { get; }

    internal ISigningKey Key { get; }
}
