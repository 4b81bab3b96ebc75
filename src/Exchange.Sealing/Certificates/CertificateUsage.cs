using Exchange.Protocol.Parties;
using Exchange.Sealing.Cms;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// One of the roles that a card gives a certificate (border protocol, section 1): exactly these bits of keyUsage, this kind
/// of key, the party as CN and its country as C. A certificate that may do more than its role is not one of it.
/// </summary>
internal sealed class CertificateUsage
{
    /// <summary>EC P-256, digitalSignature and nonRepudiation.</summary>
    public static readonly CertificateUsage Signing = new(KeyUsage.DigitalSignature | KeyUsage.NonRepudiation, HasP256Key);

    /// <summary>EC P-256, keyAgreement.</summary>
    public static readonly CertificateUsage Agreement = new(KeyUsage.KeyAgreement, HasP256Key);

    /// <summary>ML-KEM-768 (RFC 9935), keyEncipherment, with subjectKeyIdentifier.</summary>
    public static readonly CertificateUsage Encapsulation = new(KeyUsage.KeyEncipherment, HasMlKem768Key);

    private readonly int _bits;
    private readonly Predicate<CardCertificate> _hasKey;

    private CertificateUsage(int bits, Predicate<CardCertificate> hasKey) => (_bits, _hasKey) = (bits, hasKey);

    public bool Fits(CardCertificate leaf, PartyName party) =>
        leaf.Usage == _bits
        && !leaf.IsAuthority
        && leaf.Party == party
        && leaf.Country == CountryCodes.Alpha2(party.Country)
        && _hasKey(leaf);

    private static bool HasP256Key(CardCertificate leaf) => leaf.Facts.EcPoint is not null;

    private static bool HasMlKem768Key(CardCertificate leaf)
    {
        try
        {
            _ = new KemCertificate(leaf.Facts.Encoded);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
