using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Asn1;

namespace Exchange.Sealing.Cms;

/// <summary>The one door between bytes and ASN.1 objects.</summary>
internal static class Der
{
    public static byte[] Write(Asn1Encodable value) => value.GetEncoded(Asn1Encodable.Der);

    /// <summary>Reads one object that fills <paramref name="der"/> to its end, by <paramref name="read"/>, which may give up with null.</summary>
    public static bool TryRead<T>(byte[] der, Func<Asn1Object, T?> read, [NotNullWhen(true)] out T? value) where T : class
    {
        value = null;
        if (!DerScan.Passes(der))
            return false;
        try
        {
            value = read(Asn1Object.FromByteArray(der));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The typed readers have no result form: what does not fit throws, of whatever type. They look at nothing but
            // these bytes, so it is always an answer and never this side's own trouble.
        }

        return value is not null;
    }
}
