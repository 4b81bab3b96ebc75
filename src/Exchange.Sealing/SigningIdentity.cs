namespace Exchange.Sealing;

/// <summary>The party's own signing chain with the key of its leaf, read once and used for every message.</summary>
public sealed class SigningIdentity
{
    /// <param name="chain">DER certificates, leaf first, as the card lists them.</param>
    /// <param name="key">The leaf's key.</param>
    /// <exception cref="ArgumentException">The chain is empty or malformed, or the key is not the leaf's.</exception>
    public SigningIdentity(IReadOnlyList<ReadOnlyMemory<byte>> chain, ISigningKey key)
    {
        if (chain.Count == 0)
            throw new ArgumentException("The signing chain is empty.", nameof(chain));
        Chain = new([.. chain.Select(CertificateFacts.Of)]);
        if (!Chain.Leaf.PublicKeyInfo.GetDerEncoded().AsSpan().SequenceEqual(key.SubjectPublicKeyInfo))
            throw new ArgumentException("The key does not belong to the signing certificate.", nameof(key));
        Key = key;
    }

    /// <summary>The identity of a card whose signing key is in the store.</summary>
    /// <exception cref="KeyStoreException">The key is not in the store.</exception>
    public static SigningIdentity Of(PartyCard card, IKeyStore keys)
    {
        var chain = PemChain.Read(card.Signing);
        var leaf = CertificateFacts.Of(chain[0]).PublicKeyInfo.GetDerEncoded();
        return new(
            chain,
            keys.Signing(leaf)
                ?? throw new KeyStoreException(
                    "The key of the signing certificate of party.json is not in the key store. Card and keys belong together: "
                        + "restore both from one backup."
                )
        );
    }

    internal SignerChain Chain { get; }

    internal ISigningKey Key { get; }
}
