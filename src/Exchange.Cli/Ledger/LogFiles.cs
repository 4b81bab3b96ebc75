using Exchange.Ledger.Export;
using Exchange.Ledger.Tiles;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Reads the files of one folder, none above its size limit, and none through a link: whoever sends an export could
/// point it at any file of the reader's machine. Thread-safe.
/// </summary>
internal sealed class LogFiles(string folder)
{
    public const string IsLink = "is a link; an export must have files and folders of its own.";

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
    };

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _plainFolders = new(StringComparer.Ordinal);

    public string Folder => folder;

    /// <exception cref="LogFileException">It is missing, too large, or a link.</exception>
    public byte[] Read(string path, int maximum) => ReadOrNone(path, maximum) ?? throw new LogFileException(path, "is missing.");

    /// <summary>The bytes of a file; null if it is missing.</summary>
    /// <exception cref="LogFileException">It is too large, or a link.</exception>
    public byte[]? ReadOrNone(string path, int maximum)
    {
        var full = Path.Combine(folder, path);
        try
        {
            RefuseLinks(path);
            // A pipe or a device has no length, and opening it could wait for ever.
            if (new FileInfo(full).Length == 0)
                throw new LogFileException(path, "is empty, or no file at all.");
            using var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length > maximum)
                throw new LogFileException(path, $"has {file.Length} bytes; the limit is {maximum}.");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LogFileException(path, $"cannot be read: {exception.Message}");
        }
    }

    /// <summary>All paths in the folder, unordered; links and empty folders as themselves.</summary>
    public IEnumerable<string> All()
    {
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var at))
        {
            var isEmpty = true;
            foreach (var entry in new DirectoryInfo(at).EnumerateFileSystemInfos("*", Everything))
            {
                isEmpty = false;
                if (entry is DirectoryInfo && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    open.Push(entry.FullName);
                else
                    yield return PathOf(entry.FullName);
            }

            if (isEmpty && at != folder)
                yield return PathOf(at) + "/";
        }
    }

    private string PathOf(string full) => Path.GetRelativePath(folder, full);

    private void RefuseLinks(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end > 0; end = path.IndexOf('/', end + 1))
        {
            if (!_plainFolders.GetOrAdd(path[..end], IsPlain))
                throw new LogFileException(path[..end], IsLink);
        }

        if (!IsPlain(path))
            throw new LogFileException(path, IsLink);
    }

    private bool IsPlain(string path) => !File.GetAttributes(Path.Combine(folder, path)).HasFlag(FileAttributes.ReparsePoint);
}

/// <summary>A file of an export is damaged or malformed. The command ends with exit code 4.</summary>
internal sealed class LogFileException(string path, string fault) : Exception($"{path} {fault}")
{
    public string Path => path;
}

/// <summary>A file of <c>receipts/</c>: one line for each entry of a bundle that settles a message.</summary>
internal static class ReceiptsFile
{
    public const int MaximumSize = TileId.Width * (ReceiptLine.MaximumSize + 1);

    /// <summary>The lines, none if there is no file.</summary>
    /// <exception cref="LogFileException">A line is malformed, out of order, or of another bundle.</exception>
    public static IReadOnlyList<ReceiptLine> Read(LogFiles files, TilePath path) =>
        files.ReadOrNone(path.ToString(), MaximumSize) is { } bytes ? Read(bytes, path) : [];

    /// <inheritdoc cref="Read(LogFiles, TilePath)"/>
    public static IReadOnlyList<ReceiptLine> Read(ReadOnlyMemory<byte> bytes, TilePath path)
    {
        var lines = new List<ReceiptLine>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            if (end < 0)
                throw new LogFileException(path.ToString(), "ends in the middle of a line.");
            lines.Add(ReadLine(bytes[..end], path, lines));
            bytes = bytes[(end + 1)..];
        }

        return lines.Count > 0 ? lines : throw new LogFileException(path.ToString(), "is empty.");
    }

    private static ReceiptLine ReadLine(ReadOnlyMemory<byte> bytes, TilePath path, List<ReceiptLine> before)
    {
        var read = ReceiptLine.Read(bytes);
        if (read.Value is not { } line)
        {
            throw new LogFileException(
                path.ToString(),
                $"has a malformed line {before.Count + 1}: {read.Faults[0].Pointer} {read.Faults[0].Text}"
            );
        }

        var first = path.Index * TileId.Width;
        var isInPlace = line.Entry >= first && line.Entry < first + path.Width && (before.Count == 0 || before[^1].Entry < line.Entry);
        return isInPlace
            ? line
            : throw new LogFileException(
                path.ToString(),
                $"has a line {before.Count + 1} of entry {line.Entry}, which does not belong there."
            );
    }
}
