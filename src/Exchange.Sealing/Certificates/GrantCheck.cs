using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// What a party verifies before it takes a mailbox grant (border protocol, section 1): that the counterpart has certified
/// this party's own key, for it, to log in with. The certificate's path is the counterpart's broker's matter.
/// </summary>
public static class GrantCheck
{
    /// <param name="grant">A grant, read strictly.</param>
    /// <param name="own">The card that the counterpart was given.</param>
    /// <param name="isFormerKey">Whether a client key (SubjectPublicKeyInfo, DER) is one that the card had before; none is if null.</param>
    /// <returns>All faults: 350 (an authority stands in the chain), 353 (another key, CN or usage), 401 (for another party, or cannot be read).</returns>
    /// <exception cref="ArgumentException">The own card's <c>client</c> cannot be read.</exception>
    public static IReadOnlyList<Fault> Check(MailboxGrant grant, PartyCard own, Predicate<byte[]>? isFormerKey = null)
    {
        ArgumentNullException.ThrowIfNull(grant);
        ArgumentNullException.ThrowIfNull(own);
        if (!ClientRequest.TryRead(own.Client, out var request))
            throw new ArgumentException("The own card's client request cannot be read.", nameof(own));
        return [.. Members(grant, own.Party), .. Certificate(grant, own.Party, key => key.AsSpan().SequenceEqual(request.PublicKeyInfo) || isFormerKey?.Invoke(key) is true)];
    }

    private static IEnumerable<Fault> Members(MailboxGrant grant, PartyName own)
    {
        if (grant.For != own)
            yield return new(ReceiptCode.MembersOrTypes, "/for", "The grant is for another party.");
        if (!CardCertificate.TryReadAll(grant.Authorities, out _))
            yield return new(ReceiptCode.MembersOrTypes, "/authorities", "Not certificates in PEM.");
    }

    private static IEnumerable<Fault> Certificate(MailboxGrant grant, PartyName own, Predicate<byte[]> isOwnKey)
    {
        if (!CardCertificate.TryReadAll(grant.Certificate, out var chain))
            yield return new(ReceiptCode.MembersOrTypes, "/certificate", "Not certificates in PEM.");
        else if (!isOwnKey(chain[0].PublicKeyInfo))
            yield return new(ReceiptCode.NotTheSigningCertificate, "/certificate", "The certificate is for another key than the own card's client request.");
        else if (CardCertificate.TryReadAll(grant.Authorities, out var authorities) && chain.Any(certificate => certificate.IsOneOf(authorities)))
            yield return new(ReceiptCode.CertificatePath, "/certificate", "The chain has an authority of this grant in it. Chains end below the authorities.");
        else if (chain[0].Party != own)
            yield return new(ReceiptCode.NotTheSigningCertificate, "/certificate", "The certificate has not this party as its one CN.");
        else if (chain[0].ExtendedUsages?.HasKeyPurposeId(KeyPurposeID.id_kp_clientAuth) is not true)
            yield return new(ReceiptCode.NotTheSigningCertificate, "/certificate", "The certificate has no extendedKeyUsage clientAuth.");
    }
}
