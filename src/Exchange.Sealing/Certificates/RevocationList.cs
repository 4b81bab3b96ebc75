using System.Formats.Asn1;
using System.Numerics;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// A revocation list (RFC 5280, section 5), with an unverified signature. Read without recursion, because lists come in
/// cards and may be long. A list with a critical extension (delta, partial or indirect) is not used (section 5.2), nor
/// is one with a critical extension in an entry (section 5.3).
/// </summary>
internal sealed class RevocationList
{
    public const string PemLabel = "X509 CRL";

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0);

    private readonly HashSet<BigInteger> _serials = [];
    private readonly CertifiedBytes _signed;
    private readonly DateTimeOffset _thisUpdate;
    private readonly bool _isReadable;

    private RevocationList(byte[] der)
    {
        Encoded = der;
        _signed = CertifiedBytes.Read(der);
        var reader = new AsnReader(_signed.Content, AsnEncodingRules.DER).ReadSequence();
        if (reader.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            reader.ReadInteger();
        _signed.RequireAlgorithm(reader.ReadEncodedValue());
        Issuer = reader.ReadEncodedValue().ToArray();
        _thisUpdate = ReadTime(reader);
        NextUpdate = reader.HasData && IsTime(reader.PeekTag()) ? ReadTime(reader) : null;
        _isReadable = TryReadEntries(reader) & TryReadListExtensions(reader);
        reader.ThrowIfNotEmpty();
    }

    /// <summary>The whole list, DER.</summary>
    public byte[] Encoded { get; }

    /// <summary>Name, DER.</summary>
    public byte[] Issuer { get; }

    /// <summary>The issuer's name as text (RFC 4514).</summary>
    public string IssuerName => X509Name.GetInstance(Asn1Object.FromByteArray(Issuer)).ToString();

    /// <summary>UTC; null if the list does not say when the next one comes.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>Reads any number of lists; also an empty text.</summary>
    public static bool TryReadAll(string pem, [NotNullWhen(true)] out IReadOnlyList<RevocationList>? lists) =>
        PemText.TryRead(pem, PemLabel, Read, out lists);

    /// <summary>Returns null if it is not a list in DER.</summary>
    public static RevocationList? Read(byte[] der)
    {
        try
        {
            return new(der);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>True if the issuer signed it, may sign lists, and the list has no unknown critical extension.</summary>
    public bool SpeaksFor(CardCertificate issuer) =>
        _isReadable
        && issuer.MaySignLists
        && Der.Write(issuer.Facts.Structure.Subject).AsSpan().SequenceEqual(Issuer)
        && _signed.IsSignedBy(issuer);

    /// <summary>True if it has the name of the certificate's issuer.</summary>
    public bool IsBy(CardCertificate certificate) => Der.Write(certificate.Facts.Structure.Issuer).AsSpan().SequenceEqual(Issuer);

    public bool Lists(CardCertificate certificate) =>
        _serials.Contains(new(certificate.X509.SerialNumber.ToByteArray(), isBigEndian: true));

    /// <summary>True from thisUpdate, with a tolerance of 10 minutes, to nextUpdate; false without nextUpdate.</summary>
    public bool IsFreshAt(DateTimeOffset now) => _thisUpdate <= now + ClockTolerance && now <= NextUpdate;

    private bool TryReadEntries(AsnReader reader)
    {
        if (!reader.HasData || !reader.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            return true;
        var isReadable = true;
        for (var entries = reader.ReadSequence(); entries.HasData;)
        {
            var entry = entries.ReadSequence();
            _serials.Add(entry.ReadInteger());
            ReadTime(entry);
            isReadable &= !entry.HasData || HasOnlyUncritical(entry.ReadSequence());
            entry.ThrowIfNotEmpty();
        }

        return isReadable;
    }

    private static bool TryReadListExtensions(AsnReader reader) =>
        !reader.HasData || HasOnlyUncritical(reader.ReadSequence(ExtensionsTag).ReadSequence());

    private static bool HasOnlyUncritical(AsnReader extensions)
    {
        var isUncritical = true;
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            extension.ReadObjectIdentifier();
            isUncritical &= !extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) || !extension.ReadBoolean();
            extension.ReadOctetString();
        }

        return isUncritical;
    }

    private static bool IsTime(Asn1Tag tag) =>
        tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
