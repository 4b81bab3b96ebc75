namespace Exchange.Cli.Ledger;

/// <summary>
/// Reads the files of one folder, none above its size limit, and none through a link: whoever sends an export could
/// point it at any file of the reader's machine. Thread-safe.
/// </summary>
/// <param name="folder">Full path.</param>
internal sealed class LogFiles(string folder)
{
    public const string IsLink = "is a link; an export must have files and folders of its own.";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _plainFolders = new(StringComparer.Ordinal);

    public string Folder => folder;

    /// <summary>The bytes of a file.</summary>
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
