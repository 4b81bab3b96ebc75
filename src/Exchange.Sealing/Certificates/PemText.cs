namespace Exchange.Sealing.Certificates;

/// <summary>PEM (RFC 7468) in the members of cards and grants: blocks of one label, with only white space between them.</summary>
internal static class PemText
{
    /// <summary>Reads all blocks; an empty text has none.</summary>
    public static bool TryRead<T>(string text, string label, Func<byte[], T?> read, [NotNullWhen(true)] out IReadOnlyList<T>? values)
        where T : class
    {
        values = null;
        var found = new List<T>();
        var rest = text.AsSpan();
        while (!rest.IsWhiteSpace())
        {
            if (!TryBlock(ref rest, label, out var block) || read(block) is not { } value)
                return false;
            found.Add(value);
        }

        values = found;
        return true;
    }

    private static bool TryBlock(ref ReadOnlySpan<char> rest, string label, out byte[] block)
    {
        block = [];
        if (
            !PemEncoding.TryFind(rest, out var fields)
            || !rest[fields.Label].SequenceEqual(label)
            || !rest[..fields.Location.Start.Value].IsWhiteSpace()
        )
        {
            return false;
        }

        block = Convert.FromBase64String(rest[fields.Base64Data].ToString());
        rest = rest[fields.Location.End.Value..];
        return true;
    }
}

/// <summary>Certificates of a card in PEM (RFC 7468), leaf first.</summary>
public static class PemChain
{
    private const string Label = "CERTIFICATE";

    /// <summary>The certificates in DER.</summary>
    /// <exception cref="ArgumentException">There is no certificate, or there is other data.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string pem) =>
        PemText.TryRead(pem, Label, der => der, out var certificates) && certificates.Count > 0
            ? [.. certificates.Select(der => new ReadOnlyMemory<byte>(der))]
            : throw new ArgumentException("Not certificates in PEM.", nameof(pem));

    public static string Write(params IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        string.Concat(certificates.Select(certificate => PemEncoding.WriteString(Label, certificate.Span) + "\n"));
}
