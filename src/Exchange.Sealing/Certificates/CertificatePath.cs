using Org.BouncyCastle.Pkix;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// A certification path (RFC 5280, section 6) from a leaf to one of a card's authorities, with the state of the card's revocation
/// lists. Everything that does not depend on the time is judged once, on construction. Every certificate except the authority's needs a
/// list of its issuer; a certificate on any list of its issuer stays revoked, regardless of the age of that list.
/// </summary>
internal sealed class CertificatePath
{
    /// <summary>
    /// Certificates from the leaf to the last below the authority. A longer chain would only make the validation expensive.
    /// </summary>
    public const int MaximumChain = 4;

    private readonly RevocationList[][] _listsByIssuer;

    private CertificatePath(IReadOnlyList<CardCertificate> certificates, IReadOnlyList<RevocationList> lists)
    {
        NotBefore = certificates.Max(certificate => certificate.NotBefore);
        NotAfter = certificates.Min(certificate => certificate.NotAfter);
        _listsByIssuer = [.. certificates.Skip(1).Select(issuer => lists.Where(list => list.SpeaksFor(issuer)).ToArray())];
        IsRevoked = _listsByIssuer.Zip(certificates, (own, subject) => own.Any(list => list.Lists(subject))).Any(isListed => isListed);
    }

    /// <summary>UTC; start of the time in which all certificates, including the authority's, are valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>UTC; end of that time.</summary>
    public DateTimeOffset NotAfter { get; }

    public bool IsRevoked { get; }

    /// <summary>
    /// All paths of a chain (leaf first), one for each authority that it leads to; empty if its certificates were never all valid at the
    /// same time.
    /// </summary>
    public static IReadOnlyList<CertificatePath> Find(
        IReadOnlyList<CardCertificate> chain,
        IReadOnlyList<CardCertificate> authorities,
        IReadOnlyList<RevocationList> lists
    ) =>
        [
            .. authorities
                .Select(authority => (CardCertificate[])[.. chain, authority])
                .Where(Holds)
                .Select(path => new CertificatePath(path, lists)),
        ];

    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    public bool HasFreshListsAt(DateTimeOffset now) =>
        Array.TrueForAll(_listsByIssuer, lists => Array.Exists(lists, list => list.IsFreshAt(now)));

    private static bool Holds(CardCertificate[] path) =>
        path.Length <= MaximumChain + 1
        && path.Skip(1).All(issuer => issuer.MaySignCertificates)
        && path.All(certificate => SignatureAlgorithms.IsStrong(certificate.Facts.Structure.SignatureAlgorithm))
        && path.Zip(path.Skip(1), (subject, issuer) => subject.IsIssuedUnder(issuer)).All(fits => fits)
        && IsValid(path);

    // The authority is both the anchor and the first certificate of the path: only then do its own constraints (path length,
    // names, critical extensions) apply, which RFC 5280 omits and RFC 5937 requires. Its own signature is verified as well.
    private static bool IsValid(CardCertificate[] path)
    {
        var parameters = new PkixParameters(new HashSet<TrustAnchor> { new(path[^1].X509, null) })
        {
            IsRevocationEnabled = false,
            Date = path.Max(certificate => certificate.NotBefore).UtcDateTime,
        };
        try
        {
            new PkixCertPathValidator().Validate(new PkixCertPath([.. path.Select(certificate => certificate.X509)]), parameters);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // An invalid path throws, and an unreadable key or extension throws another type. The validator reads only these
            // certificates, so any exception means that the path is not valid.
            return false;
        }
    }
}
