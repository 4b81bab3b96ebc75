using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Attribute = Org.BouncyCastle.Asn1.Cms.Attribute;
using AttributeTable = Org.BouncyCastle.Asn1.Cms.AttributeTable;
using Time = Org.BouncyCastle.Asn1.Cms.Time;

namespace Exchange.Sealing.Cms;

/// <summary>The four signed attributes (RFC 5652, section 11; RFC 5035), each once with one value.</summary>
/// <param name="MessageDigest">SHA-256 of the content.</param>
/// <param name="SigningTime">UTC, whole seconds.</param>
/// <param name="CertificateHash">SHA-256 of the signer's certificate.</param>
internal sealed record SignedAttributes(byte[] MessageDigest, DateTimeOffset SigningTime, byte[] CertificateHash)
{
    public Asn1Set ToSet(CertificateFacts signer)
    {
        var issuer = new GeneralNames(new GeneralName(signer.IssuerAndSerial.Issuer));
        var identifier = new EssCertIDv2(CertificateHash, new IssuerSerial(issuer, signer.IssuerAndSerial.SerialNumber));
        return new DerSet(
            new Attribute(CmsAttributes.ContentType, new DerSet(CmsObjectIdentifiers.Data)),
            new Attribute(CmsAttributes.MessageDigest, new DerSet(new DerOctetString(MessageDigest))),
            new Attribute(CmsAttributes.SigningTime, new DerSet(new Time(SigningTime.UtcDateTime))),
            new Attribute(PkcsObjectIdentifiers.IdAASigningCertificateV2, new DerSet(new SigningCertificateV2([identifier])))
        );
    }

    /// <summary>Null if one is missing; a fifth attribute or a second value is ignored here, and not written again.</summary>
    public static SignedAttributes? Read(Asn1Set attributes)
    {
        var table = new AttributeTable(attributes);
        var digest = ValueOf(table, CmsAttributes.MessageDigest);
        var time = ValueOf(table, CmsAttributes.SigningTime);
        var certificates = ValueOf(table, PkcsObjectIdentifiers.IdAASigningCertificateV2);
        return digest is null || time is null || certificates is null
            ? null
            : new(
                Asn1OctetString.GetInstance(digest).GetOctets(),
                new DateTimeOffset(Time.GetInstance(time).ToDateTime(), TimeSpan.Zero),
                SigningCertificateV2.GetInstance(certificates).GetCerts()[0].GetCertHash()
            );
    }

    private static Asn1Encodable? ValueOf(AttributeTable table, DerObjectIdentifier type) => table[type]?.AttrValues[0];
}
