using System.Diagnostics.CodeAnalysis;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Cms;
using Exchange.Sealing.Primitives;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Pkcs;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// The PKCS#10 request (RFC 2986) of a card's <c>client</c>: its signature, made with the very key, has been verified, so who
/// wrote the card holds the key.
/// </summary>
internal sealed class ClientRequest
{
    private const string PemLabel = "CERTIFICATE REQUEST";

    private static readonly AlgorithmIdentifier EcOnP256 = new(X9ObjectIdentifiers.IdECPublicKey, SecObjectIdentifiers.SecP256r1);

    private ClientRequest(CertificationRequestInfo info)
    {
        PublicKeyInfo = Der.Write(info.SubjectPublicKeyInfo);
        HasP256Key = EcOnP256.Equals(info.SubjectPublicKeyInfo.Algorithm) && P256.IsOnCurve(info.SubjectPublicKeyInfo.PublicKey.GetOctets());
        Party = info.Subject.GetValueList(X509Name.CN) is [var name] && PartyName.TryParse(name, out var party) ? party : null;
    }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKeyInfo { get; }

    public bool HasP256Key { get; }

    /// <summary>The party named by the one CN of the subject, or null.</summary>
    public PartyName? Party { get; }

    /// <summary>False for anything but one request in PEM whose signature holds.</summary>
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
