using System.IO.Compression;
using Exchange.Ledger.Export;

namespace Exchange.Ledger.Evidence;

/// <summary>A bundle as one zip file: stored, in the order of the names, with a fixed time. Reading trusts nothing that the file says of itself.</summary>
public static class BundleArchive
{
    /// <summary>Largest archive in bytes: no bundle comes near it.</summary>
    public const int MaximumSize = 4 * 1024 * 1024;

    private const int MostAliens = 20;

    private const int Readable = 0b110_100_100 << 16;
    private const int Runnable = 0b111_101_101 << 16;
    private const int RegularFile = unchecked((int)0x8000_0000);

    // The first time that a zip file can tell; when a bundle was made is in the log.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = NoTime;
                entry.ExternalAttributes = RegularFile | (name == BundleFiles.Script ? Runnable : Readable);
                using var stream = entry.Open();
                stream.Write(content.Span);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The files of a bundle, or why they cannot be had.</summary>
    public static BundleReading Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaximumSize)
            return BundleReading.NoBundle($"It is larger than {MaximumSize} bytes, which no bundle is.");
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes.ToArray(), writable: false), ZipArchiveMode.Read);
            return archive.GetEntry(BundleFiles.Checksums) is null
                ? BundleReading.NoBundle($"It is a zip file, but has no {BundleFiles.Checksums}.")
                : Read(archive);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What does not fit throws, of whatever type, and nothing but these bytes is looked at: so it is always an answer.
            return BundleReading.NoBundle("It is not a zip file that can be read to its end: it was cut, changed, or is something else.");
        }
    }

    private static BundleReading Read(ZipArchive archive)
    {
        var files = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var aliens = archive.Entries.Select(entry => entry.FullName).Where(IsLitter).Take(MostAliens).ToList();
        foreach (var entry in archive.Entries.Where(entry => !IsLitter(entry.FullName)))
        {
            if (FaultOf(entry, files) is { } fault)
                return BundleReading.Broken(fault);
            if (ReadLimited(entry) is not { } content)
                return BundleReading.Broken($"{entry.FullName} unpacks to another size than the archive says.");
            files.Add(entry.FullName, content);
        }

        return BundleFiles.MaximumSizes.Keys.FirstOrDefault(name => !BundleFiles.IsOptional(name) && !files.ContainsKey(name)) is { } missing
            ? BundleReading.Broken($"{missing} is missing.")
            : BundleReading.Of(files) with { Aliens = aliens };
    }

    // Not where unpacking it would put it outside of the folder, or over another file.
    private static bool IsLitter(string name) => OsLitter.Is(name) && name[0] != '/' && !name.Contains("..", StringComparison.Ordinal) && Shown(name) == name;

    private static string? FaultOf(ZipArchiveEntry entry, SortedDictionary<string, ReadOnlyMemory<byte>> before)
    {
        // A name of a stranger's choice may hold anything: only the closed set is ever shown as it is.
        if (!BundleFiles.MaximumSizes.TryGetValue(entry.FullName, out var maximum))
            return $"There is a file that no bundle has: {Shown(entry.FullName)}.";
        if (before.ContainsKey(entry.FullName))
            return $"{entry.FullName} is there twice.";
        if (entry.IsEncrypted)
            return $"{entry.FullName} is encrypted.";
        return entry.Length > maximum ? $"{entry.FullName} is larger than {maximum} bytes." : null;
    }

    // The declared size has been checked; the real one may be another.
    private static byte[]? ReadLimited(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var content = new byte[entry.Length + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length == entry.Length ? content[..length] : null;
    }

    private static string Shown(string name) =>
        string.Concat(name.Take(80).Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '/' or '-' or '_' ? character : '?'));
}
