using Org.BouncyCastle.Asn1;

namespace Exchange.Sealing.Cms;

/// <summary>The only place that converts between bytes and ASN.1 objects.</summary>
internal static class Der
{
    public static byte[] Write(Asn1Encodable value) => value.GetEncoded(Asn1Encodable.Der);

    /// <summary>
    /// Reads one object that takes all of <paramref name="der"/>, by <paramref name="read"/>, which returns null for another object.
    /// </summary>
    public static bool TryRead<T>(byte[] der, Func<Asn1Object, T?> read, [NotNullWhen(true)] out T? value)
        where T : class
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
            // The typed readers throw various types for unexpected objects. They read only
            // these bytes, so any exception means that the bytes are invalid.
        }

        return value is not null;
    }
}
