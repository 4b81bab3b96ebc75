using System.Security.Cryptography;
using System.Text;

namespace Exchange.Ledger.Evidence;

/// <summary>The manifest, in the form that <c>sha256sum -c</c> reads: a line for every other file, sorted by name.</summary>
internal static class ChecksumList
{
    public static byte[] Write(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => Encoding.UTF8.GetBytes(string.Concat(files
        .Where(file => file.Key != BundleFiles.Checksums)
        .OrderBy(file => file.Key, StringComparer.Ordinal)
        .Select(file => Line(file.Key, file.Value.Span))));

    /// <summary>The files that a manifest lists with another digest, or not at all.</summary>
    public static IEnumerable<string> Differing(string manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var lines = manifest.Split('\n').ToHashSet(StringComparer.Ordinal);
        return files.Keys
            .Where(name => name != BundleFiles.Checksums && !lines.Contains(Line(name, files[name].Span)[..^1]))
            .Order(StringComparer.Ordinal);
    }

    private static string Line(string name, ReadOnlySpan<byte> file) => $"{Convert.ToHexStringLower(SHA256.HashData(file))}  {name}\n";
}
