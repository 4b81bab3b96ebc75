using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// A certificate (RFC 5280) of a card, a grant or an unknown sender, read completely: if any field that is used later is
/// malformed, it is not a certificate. Reading does not mean that it is trusted.
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

    /// <summary>UTC; the first second of its validity.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>UTC; the last second of its validity.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The bits of keyUsage, as <see cref="KeyUsage"/> numbers them; 0 without the extension.</summary>
    public int Usage { get; }

    /// <summary>True if basicConstraints marks it as a CA certificate.</summary>
    public bool IsAuthority { get; }

    public ExtendedKeyUsage? ExtendedUsages { get; }
    public byte[]? KeyIdentifier { get; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKeyInfo => Der.Write(Facts.PublicKeyInfo);

    /// <summary>The party in the only CN of the subject, or null.</summary>
    public PartyName? Party => Facts.Party;

    /// <summary>The only C of the subject, or null.</summary>
    public string? Country { get; }

    /// <summary>True if basicConstraints and keyUsage both permit it to sign certificates.</summary>
    public bool MaySignCertificates => IsAuthority && (Usage & KeyUsage.KeyCertSign) != 0;

    /// <summary>True if keyUsage permits it to sign revocation lists.</summary>
    public bool MaySignLists => (Usage & KeyUsage.CrlSign) != 0;

    /// <summary>True if the names match; does not verify the signature.</summary>
    public bool IsIssuedUnder(CardCertificate issuer)
    {
        try
        {
            return Facts.Structure.Issuer.Equivalent(issuer.Facts.Structure.Subject);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The comparison throws for some invalid names. It reads only these names, so they do not match.
            return false;
        }
    }

    public bool Is(ReadOnlyMemory<byte> encoded) => encoded.Span.SequenceEqual(Facts.Encoded);

    /// <summary>Returns null if it is not a certificate in DER.</summary>
    public static CardCertificate? Read(byte[] der) =>
        Der.TryRead(der, Read, out var certificate) && certificate.Is(der) ? certificate : null;

    /// <summary>True if it has the key of an authority: a chain must end below the authorities (border protocol, section 1).</summary>
    public bool IsOneOf(IReadOnlyList<CardCertificate> authorities) =>
        authorities.Any(authority => authority.PublicKeyInfo.AsSpan().SequenceEqual(PublicKeyInfo));

    /// <summary>Reads a chain or authorities; false if there is none.</summary>
    public static bool TryReadAll(string pem, [NotNullWhen(true)] out IReadOnlyList<CardCertificate>? certificates) =>
        PemText.TryRead(pem, PemLabel, Read, out certificates) && certificates.Count > 0;

    private static CardCertificate Read(Asn1Object certificate) => new(CertificateFacts.Read(certificate));

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
