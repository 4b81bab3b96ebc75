using Exchange.Protocol.Reading;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// The checks before a mailbox grant is imported (border protocol, section 1): the counterpart certified
/// this party's own key, for this party, for logins. The counterpart's broker verifies the path of the certificate.
/// </summary>
public static class GrantCheck
{
    /// <param name="grant">A grant that was read strictly.</param>
    /// <param name="own">The card that the counterpart has.</param>
    /// <param name="isFormerKey">Whether a client key (SubjectPublicKeyInfo, DER) is a former one of the card; null if there are
    /// none.</param>
    /// <returns>All faults: 350 (an authority in the chain), 353 (wrong key, CN or usage), 401 (another party's, or malformed).</returns>
    /// <exception cref="ArgumentException">The own card's <c>client</c> is malformed.</exception>
    public static IReadOnlyList<Fault> Check(MailboxGrant grant, PartyCard own, Predicate<byte[]>? isFormerKey = null)
    {
        if (!ClientRequest.TryRead(own.Client, out var request))
            throw new ArgumentException("The own card's client request is malformed.", nameof(own));
        return
        [
            .. Members(grant, own.Party),
            .. Certificate(grant, own.Party, key => key.AsSpan().SequenceEqual(request.PublicKeyInfo) || isFormerKey?.Invoke(key) is true),
        ];
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
        {
            yield return new(ReceiptCode.MembersOrTypes, "/certificate", "Not certificates in PEM.");
        }
        else if (!isOwnKey(chain[0].PublicKeyInfo))
        {
            yield return new(
                ReceiptCode.NotTheSigningCertificate,
                "/certificate",
                "The certificate is for another key than the own card's client request."
            );
        }
        else if (
            CardCertificate.TryReadAll(grant.Authorities, out var authorities) && chain.Any(certificate => certificate.IsOneOf(authorities))
        )
        {
            yield return new(
                ReceiptCode.CertificatePath,
                "/certificate",
                "The chain contains an authority of this grant. A chain must end below the authorities."
            );
        }
        else if (chain[0].Party != own)
        {
            yield return new(
                ReceiptCode.NotTheSigningCertificate,
                "/certificate",
                "The certificate does not have this party as its only CN."
            );
        }
        else if (chain[0].ExtendedUsages?.HasKeyPurposeId(KeyPurposeID.id_kp_clientAuth) is not true)
        {
            yield return new(
                ReceiptCode.NotTheSigningCertificate,
                "/certificate",
                "The certificate does not have extendedKeyUsage clientAuth."
            );
        }
    }
}
