using Exchange.Protocol.Reading;

namespace Exchange.Sealing.Certificates;

/// <summary>The part of <see cref="CardCheck"/> for certificates and revocation lists.</summary>
internal static class CertificateCheck
{
    public static IEnumerable<Fault> Check(PartyCard card, DateTimeOffset now)
    {
        if (!CardCertificate.TryReadAll(card.Authorities, out var authorities))
            return [Unreadable("/authorities", "certificates")];
        if (!RevocationList.TryReadAll(card.Crls, out var lists))
            return [Unreadable("/crls", "revocation lists")];
        var roles = new[]
        {
            ("/signing", card.Signing, CertificateUsage.Signing),
            ("/encryption", card.Encryption, CertificateUsage.Agreement),
            ("/kem", card.Kem, CertificateUsage.Encapsulation),
        };
        var faults = roles.Select(role => InRole(role, card.Party, authorities, lists, now)).OfType<Fault>();
        return Authorities(authorities).Concat(faults).Distinct();
    }

    private static IEnumerable<Fault> Authorities(IReadOnlyList<CardCertificate> authorities)
    {
        if (!authorities.All(IsAuthority))
        {
            yield return new(
                ReceiptCode.CertificatePath,
                "/authorities",
                "Each must be a self-signed CA certificate with basicConstraints CA and keyUsage keyCertSign."
            );
        }
    }

    private static bool IsAuthority(CardCertificate certificate) =>
        certificate.MaySignCertificates && CertificatePath.Find([], [certificate], []).Count > 0;

    private static Fault? InRole(
        (string Pointer, string Pem, CertificateUsage Usage) role,
        PartyName party,
        IReadOnlyList<CardCertificate> authorities,
        IReadOnlyList<RevocationList> lists,
        DateTimeOffset now
    )
    {
        if (!CardCertificate.TryReadAll(role.Pem, out var chain))
            return Unreadable(role.Pointer, "certificates");
        if (chain.Any(certificate => certificate.IsOneOf(authorities)))
        {
            return new(
                ReceiptCode.CertificatePath,
                role.Pointer,
                "The chain contains an authority of this card. A chain must end below the authorities."
            );
        }

        var key = new CertifiedKey(chain, CertificatePath.Find(chain, authorities, lists), role.Usage, party);
        return key.Judge(usedAt: now, now) switch
        {
            Refused refused => new(refused.Code, role.Pointer, TextOf(refused.Code)),
            Wait => new(
                ReceiptCode.CertificatePath,
                "/crls",
                "An issuer of a certificate on this card has no current revocation list here that it signed."
            ),
            _ => null,
        };
    }

    private static string TextOf(ReceiptCode code) =>
        code switch
        {
            ReceiptCode.CertificatePath => "The chain does not lead to an authority of this card.",
            ReceiptCode.CertificateNotValidThen => "A certificate of the chain, or its authority, is not valid now.",
            ReceiptCode.CertificateRevoked => "A certificate of the chain is revoked.",
            _ => "The certificate does not have the key type, keyUsage, CN and C of this role.",
        };

    private static Fault Unreadable(string pointer, string what) => new(ReceiptCode.MembersOrTypes, pointer, $"Not {what} in PEM.");
}
