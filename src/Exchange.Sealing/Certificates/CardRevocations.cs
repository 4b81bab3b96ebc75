using System.Formats.Asn1;
using Org.BouncyCastle.Security;

namespace Exchange.Sealing.Certificates;

/// <summary>The revocation lists of a party's own card: queries, and the files that a TLS server reads from a folder.</summary>
public static class CardRevocations
{
    private static readonly UniversalTagNumber[] Strings =
    [
        UniversalTagNumber.UTF8String,
        UniversalTagNumber.PrintableString,
        UniversalTagNumber.T61String,
        UniversalTagNumber.IA5String,
        UniversalTagNumber.VisibleString,
        UniversalTagNumber.BMPString,
    ];

    /// <summary>True if a list of the leaf's issuer has it. Signatures are not verified, because the card is the party's own.</summary>
    /// <exception cref="ArgumentException">The lists or the chain (leaf first) are malformed.</exception>
    public static bool HasRevoked(this PartyCard own, string chain)
    {
        var leaf = CardCertificate.TryReadAll(chain, out var certificates)
            ? certificates[0]
            : throw new ArgumentException("Not certificates in PEM.", nameof(chain));
        return Lists(own).Any(list => list.IsBy(leaf) && list.Lists(leaf));
    }

    /// <summary>
    /// The lists (PEM) by file name: a hash of the issuer and a number, such as <c>b86daec0.r0</c>. OpenSSL
    /// (X509_NAME_hash) and Erlang (ssl_crl_hash_dir) look for these names.
    /// </summary>
    /// <exception cref="ArgumentException">The card's <c>crls</c> are malformed.</exception>
    public static IReadOnlyDictionary<string, string> RevocationFiles(this PartyCard own) =>
        Lists(own)
            .GroupBy(list => HashOf(list.Issuer))
            .SelectMany(lists =>
                lists.Select(
                    (list, count) =>
                        (Name: $"{lists.Key}.r{count}", Pem: PemEncoding.WriteString(RevocationList.PemLabel, list.Encoded) + "\n")
                )
            )
            .ToDictionary(file => file.Name, file => file.Pem, StringComparer.Ordinal);

    private static IReadOnlyList<RevocationList> Lists(PartyCard own) =>
        RevocationList.TryReadAll(own.Crls, out var lists)
            ? lists
            : throw new ArgumentException($"The card of {own.Party} has crls that are not revocation lists in PEM.", nameof(own));

    // SHA-1 is used only to find a file. The input is the name without the header of its sequence, each text in UTF-8, in
    // lower case and with single spaces. The result is the first four bytes of the hash, in reverse order.
    private static string HashOf(byte[] issuer)
    {
        var canonical = new AsnWriter(AsnEncodingRules.DER);
        for (var names = new AsnReader(issuer, AsnEncodingRules.DER).ReadSequence(); names.HasData;)
        {
            using var set = canonical.PushSetOf();
            for (var attributes = names.ReadSetOf(); attributes.HasData;)
                WriteCanonical(canonical, attributes.ReadSequence());
        }

        var hash = DigestUtilities.CalculateDigest("SHA-1", canonical.Encode());
        return Convert.ToHexStringLower([hash[3], hash[2], hash[1], hash[0]]);
    }

    private static void WriteCanonical(AsnWriter writer, AsnReader attribute)
    {
        using var sequence = writer.PushSequence();
        writer.WriteObjectIdentifier(attribute.ReadObjectIdentifier());
        var tag = attribute.PeekTag();
        if (tag.TagClass == TagClass.Universal && Strings.Contains((UniversalTagNumber)tag.TagValue))
        {
            writer.WriteCharacterString(
                UniversalTagNumber.UTF8String,
                Canonical(attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue))
            );
        }
        else
        {
            writer.WriteEncodedValue(attribute.ReadEncodedValue().Span);
        }
    }

    private static string Canonical(string text) =>
        string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}
