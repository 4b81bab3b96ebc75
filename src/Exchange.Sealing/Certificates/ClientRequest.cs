using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Pkcs;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// The PKCS#10 request (RFC 2986) of a card's <c>client</c>. Its signature was verified, so the card's author holds the key.
/// </summary>
internal sealed class ClientRequest
{
    private const string PemLabel = "CERTIFICATE REQUEST";

    private ClientRequest(CertificationRequestInfo info)
    {
        PublicKeyInfo = Der.Write(info.SubjectPublicKeyInfo);
        HasP256Key = CertificateFacts.EcPointOf(info.SubjectPublicKeyInfo) is not null;
        Party = CertificateFacts.PartyOf(info.Subject);
    }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKeyInfo { get; }

    public bool HasP256Key { get; }

    /// <summary>The party in the only CN of the subject, or null.</summary>
    public PartyName? Party { get; }

    /// <summary>False unless the text is exactly one request in PEM with a valid signature.</summary>
    public static bool TryRead(string pem, [NotNullWhen(true)] out ClientRequest? request)
    {
        request = PemText.TryRead(pem, PemLabel, Read, out var requests) && requests is [var only] ? only : null;
        return request is not null;
    }

    private static ClientRequest? Read(byte[] der) => Der.TryRead(der, _ => ReadScanned(der), out var request) ? request : null;

    private static ClientRequest? ReadScanned(byte[] der)
    {
        var request = new Pkcs10CertificationRequest(der);
        return request.Verify() ? new(request.GetCertificationRequestInfo()) : null;
    }
}

/// <summary>The key with which a party logs in to brokers: SubjectPublicKeyInfo, DER.</summary>
public static class ClientKey
{
    /// <summary>From a card; the signature of the request is verified.</summary>
    /// <exception cref="ArgumentException">The card's <c>client</c> is not one request with a valid signature.</exception>
    public static byte[] Of(PartyCard card) =>
        ClientRequest.TryRead(card.Client, out var request)
            ? request.PublicKeyInfo
            : throw new ArgumentException(
                "The card's client is not exactly one PKCS#10 request in PEM, signed with its own key.",
                nameof(card)
            );

    /// <summary>From the leaf certificate of a grant.</summary>
    /// <exception cref="ArgumentException">The grant's <c>certificate</c> is not a chain in PEM.</exception>
    public static byte[] Of(MailboxGrant grant) =>
        CardCertificate.TryReadAll(grant.Certificate, out var chain)
            ? chain[0].PublicKeyInfo
            : throw new ArgumentException("The grant's certificate is not a chain in PEM.", nameof(grant));
}
