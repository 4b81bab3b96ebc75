using Org.BouncyCastle.Asn1.Cms;

namespace Exchange.Sealing;

/// <summary>The party's own decryption keys, found by the identifiers in a seal. Several are in use during a key change.</summary>
public sealed class OpeningKeys
{
    private readonly List<(IssuerAndSerialNumber Certificate, IAgreementKey Key)> _agreement;
    private readonly List<(byte[] Identifier, IKemKey Key)> _kem;

    internal OpeningKeys(
        IEnumerable<(ReadOnlyMemory<byte> Certificate, IAgreementKey Key)> agreement,
        IEnumerable<(ReadOnlyMemory<byte> Certificate, IKemKey Key)> kem
    )
    {
        _agreement = [.. agreement.Select(item => (CertificateFacts.Of(item.Certificate).IssuerAndSerial, item.Key))];
        _kem = [.. kem.Select(item => (KeyIdentifierOf(item.Certificate), item.Key))];
    }

    /// <summary>The keys of a card's certificates.</summary>
    /// <exception cref="KeyStoreException">A key is not in the store.</exception>
    public static OpeningKeys Of(PartyCard card, IKeyStore keys)
    {
        var encryption = PemChain.Read(card.Encryption)[0];
        var kem = PemChain.Read(card.Kem)[0];
        return new(
            [(encryption, keys.Agreement(PublicKeyOf(encryption)) ?? throw Missing("encryption"))],
            [(kem, keys.Kem(PublicKeyOf(kem)) ?? throw Missing("KEM"))]
        );
    }

    internal IAgreementKey? Agreement(IssuerAndSerialNumber certificate) =>
        _agreement.Find(item => item.Certificate.Equals(certificate)).Key;

    internal IKemKey? Kem(byte[] keyIdentifier) => _kem.Find(item => item.Identifier.AsSpan().SequenceEqual(keyIdentifier)).Key;

    private static byte[] PublicKeyOf(ReadOnlyMemory<byte> certificate) => CertificateFacts.Of(certificate).PublicKeyInfo.GetDerEncoded();

    private static KeyStoreException Missing(string what) => new($"The key of the card's {what} certificate is not in the key store.");

    private static byte[] KeyIdentifierOf(ReadOnlyMemory<byte> certificate) =>
        CertificateFacts.Of(certificate).KeyIdentifier
        ?? throw new ArgumentException("The KEM certificate has no subjectKeyIdentifier.", nameof(certificate));
}
