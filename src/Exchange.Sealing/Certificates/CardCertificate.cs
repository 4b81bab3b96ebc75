using System.Diagnostics.CodeAnalysis;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Cms;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// A certificate (RFC 5280) that a card, a grant or a stranger shows, read to the end: what is malformed in any field that
/// is asked for later is not a certificate here. Nothing here says that it is to be believed.
/// </summary>
internal sealed class CardCertificate
{
    public const string PemLabel = "CERTIFICATE";

    private CardCertificate(CertificateFacts facts)
    {
        Facts = facts;
        X509 = new X509Certificate(facts.Structure);
        NotBefore = Utc(X509.NotBefore);
        NotAfter = Utc(X509.NotAfter);
        var extensions = facts.Structure.Extensions;
        Usage = extensions is not null && KeyUsage.FromExtensions(extensions) is { } usage ? usage.IntValue : 0;
        IsAuthority = extensions is not null && BasicConstraints.FromExtensions(extensions) is { } constraints && constraints.IsCA();
        ExtendedUsages = extensions is null ? null : ExtendedKeyUsage.FromExtensions(extensions);
        KeyIdentifier = facts.KeyIdentifier;
        Country = facts.Structure.Subject.GetValueList(X509Name.C) is [var country] ? country : null;
    }

    public CertificateFacts Facts { get; }

    public X509Certificate X509 { get; }

    /// <summary>UTC; the first second at which it is valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>UTC; the last second at which it is valid.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The bits of keyUsage, as <see cref="KeyUsage"/> numbers them; 0 without the extension.</summary>
    public int Usage { get; }

    /// <summary>True if basicConstraints says that it is a CA's.</summary>
    public bool IsAuthority { get; }

    public ExtendedKeyUsage? ExtendedUsages { get; }

    public byte[]? KeyIdentifier { get; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKeyInfo => Der.Write(Facts.PublicKeyInfo);

    /// <summary>The party named by the one CN of the subject, or null.</summary>
    public PartyName? Party => Facts.Party;

    /// <summary>The one C of the subject, or null.</summary>
    public string? Country { get; }

    /// <summary>True if basicConstraints and keyUsage both let it sign certificates.</summary>
    public bool MaySignCertificates => IsAuthority && (Usage & KeyUsage.KeyCertSign) != 0;

    /// <summary>True if keyUsage lets it sign revocation lists.</summary>
    public bool MaySignLists => (Usage & KeyUsage.CrlSign) != 0;

    /// <summary>True if the names fit; says nothing of the signature.</summary>
    public bool IsIssuedUnder(CardCertificate issuer)
    {
        try
        {
            return Facts.Structure.Issuer.Equivalent(issuer.Facts.Structure.Subject);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A value that looks like a hexadecimal one and is none; nothing but these names is looked at.
            return false;
        }
    }

    public bool Is(ReadOnlyMemory<byte> encoded) => encoded.Span.SequenceEqual(Facts.Encoded);

    /// <summary>Returns null for what is not a certificate in DER.</summary>
    public static CardCertificate? Read(byte[] der) => Der.TryRead(der, Read, out var certificate) && certificate.Is(der) ? certificate : null;

    /// <summary>True if it has the key of one of the authorities: a chain ends below those (border protocol, section 1).</summary>
    public bool IsOneOf(IReadOnlyList<CardCertificate> authorities) => authorities.Any(authority => authority.PublicKeyInfo.AsSpan().SequenceEqual(PublicKeyInfo));

    /// <summary>Reads a chain, or authorities; false for an empty one too.</summary>
    public static bool TryReadAll(string pem, [NotNullWhen(true)] out IReadOnlyList<CardCertificate>? certificates) =>
        PemText.TryRead(pem, PemLabel, Read, out certificates) && certificates.Count > 0;

    private static CardCertificate Read(Asn1Object certificate) => new(CertificateFacts.Read(certificate));

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
