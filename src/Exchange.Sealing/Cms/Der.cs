using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;

namespace Exchange.Sealing.Cms;

/// <summary>
/// The one door between bytes and ASN.1 objects. What is not DER, is nested too deep or has too many elements is refused
/// before the object parser, which is more lenient and allocates for each element, sees it.
/// </summary>
internal static class Der
{
    // A layer 1 with a chain of four has about 500 elements in 18 levels.
    private const int MaximumDepth = 24;
    private const int MaximumElements = 4096;

    private static readonly Asn1Tag Sequence = Asn1Tag.Sequence;
    private static readonly Asn1Tag Set = Asn1Tag.SetOf;

    public static byte[] Write(Asn1Encodable value) => value.GetEncoded(Asn1Encodable.Der);

    /// <summary>Reads one object that fills <paramref name="der"/> to its end, by <paramref name="read"/>, which may give up with null.</summary>
    public static bool TryRead<T>(byte[] der, Func<Asn1Object, T?> read, [NotNullWhen(true)] out T? value) where T : class
    {
        value = null;
        if (!IsOneElement(der))
            return false;
        try
        {
            value = read(Asn1Object.FromByteArray(der));
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // The typed readers have no result form: what does not fit throws, and that is an answer, not a failure.
        }

        return value is not null;
    }

    private static bool IsRefusal(Exception exception) => exception
        is ArgumentException or InvalidOperationException or IOException or FormatException or InvalidCastException or ArithmeticException;

    private static bool IsOneElement(ReadOnlySpan<byte> der)
    {
        var budget = MaximumElements;
        return TryElement(der, MaximumDepth, ref budget, out var consumed) && consumed == der.Length;
    }

    private static bool TryElement(ReadOnlySpan<byte> der, int depth, ref int budget, out int consumed)
    {
        if (!AsnDecoder.TryReadEncodedValue(der, AsnEncodingRules.DER, out var tag, out var offset, out var length, out consumed))
            return false;
        if (depth == 0 || --budget < 0)
            return false;
        return !tag.IsConstructed || (MayBeConstructed(tag) && AreElements(der.Slice(offset, length), depth - 1, ref budget));
    }

    private static bool AreElements(ReadOnlySpan<byte> contents, int depth, ref int budget)
    {
        while (!contents.IsEmpty)
        {
            if (!TryElement(contents, depth, ref budget, out var consumed))
                return false;
            contents = contents[consumed..];
        }

        return true;
    }

    private static bool MayBeConstructed(Asn1Tag tag) => tag.TagClass != TagClass.Universal || tag == Sequence || tag == Set;
}
