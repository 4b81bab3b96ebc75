using Exchange.Protocol.Parties;

namespace Exchange.Sealing.Certificates;

/// <summary>The key with which a party logs in to brokers, out of its card.</summary>
public static class ClientKey
{
    /// <summary>SubjectPublicKeyInfo, DER; the request's own signature has been verified.</summary>
    /// <exception cref="ArgumentException">The card's <c>client</c> is not one request whose signature holds.</exception>
    public static byte[] Of(PartyCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return ClientRequest.TryRead(card.Client, out var request)
            ? request.PublicKeyInfo
            : throw new ArgumentException("The card's client is not one PKCS#10 request in PEM, signed with its own key.", nameof(card));
    }
}
