using Exchange.Protocol.Parties;

namespace Exchange.Sealing.Certificates;

/// <summary>The key with which a party logs in to brokers: SubjectPublicKeyInfo, DER.</summary>
public static class ClientKey
{
    /// <summary>Out of its card; the request's own signature has been verified.</summary>
    /// <exception cref="ArgumentException">The card's <c>client</c> is not one request whose signature holds.</exception>
    public static byte[] Of(PartyCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return ClientRequest.TryRead(card.Client, out var request)
            ? request.PublicKeyInfo
            : throw new ArgumentException("The card's client is not one PKCS#10 request in PEM, signed with its own key.", nameof(card));
    }

    /// <summary>Out of a grant: the leaf's.</summary>
    /// <exception cref="ArgumentException">The grant's <c>certificate</c> is not a chain in PEM.</exception>
    public static byte[] Of(MailboxGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return CardCertificate.TryReadAll(grant.Certificate, out var chain)
            ? chain[0].PublicKeyInfo
            : throw new ArgumentException("The grant's certificate is not a chain in PEM.", nameof(grant));
    }
}
