using Org.BouncyCastle.Pkix;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// A certification path (RFC 5280, section 6) from a leaf to one of a card's authorities, with what the card's revocation
/// lists say of it. All but the clock is judged once, when it is made. Every certificate but the authority's own needs a
/// list of its issuer; one that any list of its issuer names stays revoked, however old that list is.
/// </summary>
internal sealed class CertificatePath
{
    /// <summary>Certificates from the leaf to the last below the authority. Longer ones only serve to make the walk expensive.</summary>
    public const int MaximumChain = 4;

    private readonly RevocationList[][] _listsByIssuer;

    private CertificatePath(IReadOnlyList<CardCertificate> certificates, IReadOnlyList<RevocationList> lists)
    {
        NotBefore = certificates.Max(certificate => certificate.NotBefore);
        NotAfter = certificates.Min(certificate => certificate.NotAfter);
        _listsByIssuer = [.. certificates.Skip(1).Select(issuer => lists.Where(list => list.SpeaksFor(issuer)).ToArray())];
        IsRevoked = _listsByIssuer.Zip(certificates, (own, subject) => own.Any(list => list.Lists(subject))).Any(isListed => isListed);
    }

    /// <summary>UTC; from when all certificates are valid, the authority's included.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>UTC; until when all certificates are valid.</summary>
    public DateTimeOffset NotAfter { get; }

    public bool IsRevoked { get; }

    /// <summary>All paths of a chain, leaf first, one for each authority that it leads to; none if there never was a time at which all were valid.</summary>
    public static IReadOnlyList<CertificatePath> Find(
        IReadOnlyList<CardCertificate> chain, IReadOnlyList<CardCertificate> authorities, IReadOnlyList<RevocationList> lists) =>
        [.. authorities.Select(authority => (CardCertificate[])[.. chain, authority]).Where(Holds).Select(path => new CertificatePath(path, lists))];

    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    public bool HasFreshListsAt(DateTimeOffset now)
    {
        foreach (var lists in _listsByIssuer)
        {
            if (!Array.Exists(lists, list => list.IsFreshAt(now)))
                return false;
        }

        return true;
    }

    private static bool Holds(CardCertificate[] path) =>
        path.Length <= MaximumChain + 1
        && path.Skip(1).All(issuer => issuer.MaySignCertificates)
        && path.All(certificate => SignatureAlgorithms.IsStrong(certificate.Facts.Structure.SignatureAlgorithm))
        && path.Zip(path.Skip(1), (subject, issuer) => subject.IsIssuedUnder(issuer)).All(fits => fits)
        && IsValid(path);

    // The authority is both the anchor and the first certificate of the path: only so do its own constraints (path length,
    // names, critical extensions) bind, which RFC 5280 leaves out and RFC 5937 wants. Its own signature is checked as well.
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
            // What does not hold throws, and a key or extension that cannot be read throws something else; nothing but these
            // certificates is looked at, so it is always an answer.
            return false;
        }
    }
}
