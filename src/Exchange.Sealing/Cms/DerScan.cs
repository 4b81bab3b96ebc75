using System.Formats.Asn1;

namespace Exchange.Sealing.Cms;

/// <summary>
/// Checks tags and lengths before the object parser, which is more lenient and allocates for every element, reads the
/// bytes: strict DER to the last byte, limited depth, a limited number of elements, and no long element except the content.
/// </summary>
internal ref struct DerScan
{
    // A layer 1 with a chain of four has about 500 elements in 18 levels.
    private const int MaximumDepth = 24;
    private const int MaximumElements = 4096;

    // Longest primitive element in bytes; the signature of an ML-DSA certificate has at most 4.6 kB.
    private const int MaximumLength = 8192;

    private const int OctetString = 0x04;
    private const int ImplicitOctetString = 0x80;

    private int _elementsLeft;
    private bool _hasContent;

    /// <summary>True if the bytes are one such element.</summary>
    public static bool Passes(ReadOnlySpan<byte> der)
    {
        var scan = new DerScan { _elementsLeft = MaximumElements };
        return scan.TryElement(der, MaximumDepth, out var consumed) && consumed == der.Length;
    }

    private bool TryElement(ReadOnlySpan<byte> der, int depth, out int consumed)
    {
        if (!AsnDecoder.TryReadEncodedValue(der, AsnEncodingRules.DER, out var tag, out var offset, out var length, out consumed))
            return false;
        if (depth == 0 || --_elementsLeft < 0)
            return false;
        return tag.IsConstructed
            ? MayBeConstructed(tag) && AreElements(der.Slice(offset, length), depth - 1)
            : length <= MaximumLength || IsTheContent(der[0]);
    }

    private bool AreElements(ReadOnlySpan<byte> contents, int depth)
    {
        while (!contents.IsEmpty)
        {
            if (!TryElement(contents, depth, out var consumed))
                return false;
            contents = contents[consumed..];
        }

        return true;
    }

    private static bool MayBeConstructed(Asn1Tag tag) =>
        tag.TagClass != TagClass.Universal || tag == Asn1Tag.Sequence || tag == Asn1Tag.SetOf;

    private bool IsTheContent(byte tag)
    {
        var isFirst = !_hasContent;
        _hasContent = true;
        return isFirst && tag is OctetString or ImplicitOctetString;
    }
}
