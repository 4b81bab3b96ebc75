using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// A party's certificate in one role, judged once: what is left for the moment of use is to compare times. Refuses with 350
/// (no path), 353 (not of this role), 352 (revoked, whatever the time of use), 351 (not valid at the time of use), in this
/// order; waits if revocation is not known as of now.
/// </summary>
internal sealed class CertifiedKey
{
    private static readonly Trusted Trusted = new();
    private static readonly Wait Stale = new(NotYetReason.CrlStale);
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
