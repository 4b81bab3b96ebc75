using System.Formats.Asn1;

namespace Exchange.Ledger.Evidence;

/// <summary>Where in a detached signature (CMS, DER) the signed attributes and the signature over them lie: for stock tools, which cannot verify a CMS signature without its content.</summary>
/// <param name="Attributes">First byte of the signed attributes, from 0.</param>
/// <param name="AttributesLength">Their bytes, tag and length included.</param>
/// <param name="Value">First byte of the signature's value, from 0.</param>
/// <param name="ValueLength">Its bytes.</param>
internal sealed record SignaturePlaces(int Attributes, int AttributesLength, int Value, int ValueLength)
{
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <exception cref="AsnContentException">Not a signature of this protocol.</exception>
    public static SignaturePlaces Of(ReadOnlyMemory<byte> detached)
    {
        var info = new AsnReader(detached, AsnEncodingRules.DER).ReadSequence();
        info.ReadObjectIdentifier();
        var data = info.ReadSequence(Zero).ReadSequence();
        Skip(data, 4);
        // Version, who signed, digest algorithm; signed attributes; signature algorithm; signature.
        var signer = data.ReadSetOf().ReadSequence();
        Skip(signer, 3);
        var attributes = signer.ReadEncodedValue();
        Skip(signer, 1);
        var value = signer.ReadEncodedValue();
        AsnDecoder.TryReadPrimitiveOctetString(value.Span, AsnEncodingRules.DER, out var content, out _);
        return new(Offset(detached, attributes.Span), attributes.Length, Offset(detached, content), content.Length);
    }

    private static void Skip(AsnReader reader, int count)
    {
        for (; count > 0; count--)
            reader.ReadEncodedValue();
    }

    private static int Offset(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> part) => whole.Span.Overlaps(part, out var offset) ? offset : 0;
}
