using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Exchange.Sealing.Certificates;

/// <summary>PEM (RFC 7468) as the members of cards and grants have it: blocks of one label, and nothing between them but white space.</summary>
internal static class PemText
{
    /// <summary>Reads all blocks; a text of white space has none.</summary>
    public static bool TryRead<T>(string text, string label, Func<byte[], T?> read, [NotNullWhen(true)] out IReadOnlyList<T>? values) where T : class
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
        if (!PemEncoding.TryFind(rest, out var fields) || !rest[fields.Label].SequenceEqual(label) || !rest[..fields.Location.Start.Value].IsWhiteSpace())
            return false;
        block = Convert.FromBase64String(rest[fields.Base64Data].ToString());
        rest = rest[fields.Location.End.Value..];
        return true;
    }
}
