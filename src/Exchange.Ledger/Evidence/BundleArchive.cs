using System.IO.Compression;
using Exchange.Ledger.Export;

namespace Exchange.Ledger.Evidence;

/// <summary>
/// A bundle as one zip file: uncompressed, ordered by name, with a fixed time. Reading verifies every size and name that the file states.
/// </summary>
public static class BundleArchive
{
    /// <summary>Largest archive in bytes: far more than a bundle needs.</summary>
    public const int MaximumSize = 4 * 1024 * 1024;

    private const int MostAliens = 20;
    private const int Readable = 0b110_100_100 << 16;
    private const int Runnable = 0b111_101_101 << 16;
    private const int RegularFile = unchecked((int)0x8000_0000);

    // The earliest time of the zip format. The ledger records when a bundle was made.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
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

    /// <summary>The files of a bundle, or why they cannot be read.</summary>
    public static BundleReading Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaximumSize)
            return BundleReading.NoBundle($"It is larger than {MaximumSize} bytes, the maximum for a bundle.");
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes.ToArray(), writable: false), ZipArchiveMode.Read);
            return archive.GetEntry(BundleFiles.Checksums) is null
                ? BundleReading.NoBundle($"It is a zip file, but has no {BundleFiles.Checksums}.")
                : Read(archive);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The reader throws various types for invalid archives. It reads only these bytes, so any exception means that they are
            // invalid.
            return BundleReading.NoBundle("It is not a complete and valid zip file.");
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
                return BundleReading.Broken($"{entry.FullName} unpacks to another size than the archive states.");
            files.Add(entry.FullName, content);
        }

        return
            BundleFiles.MaximumSizes.Keys.FirstOrDefault(name => !BundleFiles.IsOptional(name) && !files.ContainsKey(name)) is { } missing
            ? BundleReading.Broken($"{missing} is missing.")
            : BundleReading.Of(files) with
            {
                Aliens = aliens,
            };
    }

    // A name that would be unpacked outside the folder, or over another file, is not ignored.
    private static bool IsLitter(string name) =>
        OsLitter.Is(name) && name[0] != '/' && !name.Contains("..", StringComparison.Ordinal) && Shown(name) == name;

    private static string? FaultOf(ZipArchiveEntry entry, SortedDictionary<string, ReadOnlyMemory<byte>> before)
    {
        // An unknown name may hold anything: only the names of the closed set are shown unchanged.
        if (!BundleFiles.MaximumSizes.TryGetValue(entry.FullName, out var maximum))
            return $"There is a file that does not belong to a bundle: {Shown(entry.FullName)}.";
        if (before.ContainsKey(entry.FullName))
            return $"{entry.FullName} occurs twice.";
        if (entry.IsEncrypted)
            return $"{entry.FullName} is encrypted.";
        return entry.Length > maximum ? $"{entry.FullName} is larger than {maximum} bytes." : null;
    }

    // The stated size was checked; the actual one may differ.
    private static byte[]? ReadLimited(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var content = new byte[entry.Length + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length == entry.Length ? content[..length] : null;
    }

    private static string Shown(string name) =>
        string.Concat(
            name.Take(80)
                .Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '/' or '-' or '_' ? character : '?')
        );
}

/// <summary>The result of reading an archive: its files, or a fault.</summary>
/// <param name="Files">By name; empty if there is a fault.</param>
/// <param name="Fault">A sentence; null if there is none.</param>
/// <param name="IsBundle">False if the archive is not a bundle at all.</param>
public sealed record BundleReading(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files, string? Fault, bool IsBundle)
{
    /// <summary>Names of files that a desktop added to the archive. They are not part of the bundle, and were not read.</summary>
    public IReadOnlyList<string> Aliens { get; init; } = [];

    internal static BundleReading Of(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => new(files, null, true);

    internal static BundleReading Broken(string fault) => new(new Dictionary<string, ReadOnlyMemory<byte>>(), fault, true);

    internal static BundleReading NoBundle(string fault) => new(new Dictionary<string, ReadOnlyMemory<byte>>(), fault, false);

    public override string ToString() => Fault ?? $"{Files.Count} files";
}
