using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// A party's certificate in one role, judged once, so that its use needs only a comparison of times. Refuses with 350
/// (no path), 353 (wrong role), 352 (revoked, regardless of the time of use), 351 (not valid at the time of use), in this
/// order; waits if the current revocation state is unknown.
/// </summary>
internal sealed class CertifiedKey
{
    private static readonly Trusted Trusted = new();
    private static readonly Wait Stale = new();
    private static readonly Refused NotValidThen = new(ReceiptCode.CertificateNotValidThen);

    private readonly IReadOnlyList<CertificatePath> _paths;
    private readonly Refused? _flaw;

    public CertifiedKey(IReadOnlyList<CardCertificate> chain, IReadOnlyList<CertificatePath> paths, CertificateUsage usage, PartyName party)
    {
        _paths = paths;
        _flaw = FlawOf(chain[0], paths, usage, party) is { } code ? new(code) : null;
    }

    /// <param name="usedAt">UTC; for validity.</param>
    /// <param name="now">UTC; for the age of the revocation lists.</param>
    public SignerVerdict Judge(DateTimeOffset usedAt, DateTimeOffset now)
    {
        if (_flaw is not null)
            return _flaw;
        foreach (var path in _paths)
        {
            if (path.IsValidAt(usedAt))
                return path.HasFreshListsAt(now) ? Trusted : Stale;
        }

        return NotValidThen;
    }

    private static ReceiptCode? FlawOf(CardCertificate leaf, IReadOnlyList<CertificatePath> paths, CertificateUsage usage, PartyName party)
    {
        if (paths.Count == 0)
            return ReceiptCode.CertificatePath;
        if (!usage.Fits(leaf, party))
            return ReceiptCode.NotTheSigningCertificate;
        return paths.Any(path => path.IsRevoked) ? ReceiptCode.CertificateRevoked : null;
    }
}

/// <summary>
/// A role of a certificate on a card (border protocol, section 1): exactly these bits of keyUsage, this type
/// of key, the party as CN and its country as C. A certificate with more rights than its role does not fit.
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
