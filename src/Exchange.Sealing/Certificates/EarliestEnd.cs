namespace Exchange.Sealing.Certificates;

/// <summary>What of a chain of certificates, or of revocation lists, ends first. Nothing is verified.</summary>
/// <param name="Name">Subject of the certificate, or issuer of the list (RFC 4514).</param>
/// <param name="At">The last second of its validity (UTC).</param>
public sealed record EarliestEnd(string Name, DateTimeOffset At)
{
    /// <summary>Of a chain (PEM) and of those authorities (PEM) that issued one of its certificates; null if it cannot be read.</summary>
    public static EarliestEnd? OfChain(string chain, string authorities)
    {
        if (!CardCertificate.TryReadAll(chain, out var certificates) || !CardCertificate.TryReadAll(authorities, out var anchors))
            return null;
        return certificates
            .Concat(anchors.Where(anchor => certificates.Any(certificate => certificate.IsIssuedUnder(anchor))))
            .Select(certificate => new EarliestEnd(certificate.X509.SubjectDN.ToString(), certificate.NotAfter))
            .MinBy(end => end.At);
    }

    /// <summary>Of the newest list (PEM) of each issuer; null if there is none with an end.</summary>
    public static EarliestEnd? OfLists(string lists) =>
        !RevocationList.TryReadAll(lists, out var read)
            ? null
            : read.Where(list => list.NextUpdate is not null)
                .GroupBy(list => Convert.ToHexString(list.Issuer), list => new EarliestEnd(list.IssuerName, list.NextUpdate!.Value))
                .Select(ofIssuer => ofIssuer.MaxBy(end => end.At)!)
                .MinBy(end => end.At);
}
