using Exchange.Ledger.Export;

namespace Exchange.Cli.Ledger;

/// <summary>Writes files of an export, each whole or not at all, and can undo all of it.</summary>
internal sealed class FolderWriter(string folder)
{
    private const string Unfinished = ".unfinished";

    private readonly List<string> _added = [];
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    public int Written { get; private set; }

    public bool Has(string path) => File.Exists(Path.Combine(folder, path));

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.Combine(folder, path);
        RefuseLinks(full);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (!File.Exists(full))
            _added.Add(path);
        // Whatever is there, a link too, is removed and not written to.
        File.Delete(full + Unfinished);
        using (var file = new FileStream(full + Unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(bytes);
            // A file under its final name is whole, even after a power failure: it is not fetched again.
            file.Flush(flushToDisk: true);
        }

        File.Move(full + Unfinished, full, overwrite: true);
        Written++;
    }

    /// <summary>Replaces a small file that may exist with less in it; <see cref="Undo"/> restores it.</summary>
    public void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        if (Has(path) && _replaced.Add(path))
            OwnFile.Write(FormerOf(path), File.ReadAllBytes(Path.Combine(folder, path)));
        Write(path, bytes);
    }

    /// <summary>Removes what was written and restores what was replaced.</summary>
    public void Undo()
    {
        foreach (var path in _replaced)
            File.Move(FormerOf(path), Path.Combine(folder, path), overwrite: true);
        _replaced.Clear();
        foreach (var path in _added)
            Delete(path);
        _added.Clear();
    }

    /// <summary>Removes a file, and the folders that are empty then.</summary>
    public void Delete(string path)
    {
        var full = Path.Combine(folder, path);
        File.Delete(full);
        for (
            var parent = Path.GetDirectoryName(full)!;
            parent != folder && !Directory.EnumerateFileSystemEntries(parent).Any();
            parent = Path.GetDirectoryName(parent)!
        )
        {
            Directory.Delete(parent);
        }
    }

    // Whoever prepared the folder could redirect what is written.
    private void RefuseLinks(string full)
    {
        for (var parent = Path.GetDirectoryName(full)!; parent != folder; parent = Path.GetDirectoryName(parent)!)
        {
            if (new DirectoryInfo(parent).LinkTarget is not null)
                throw new LogFileException(Path.GetRelativePath(folder, parent), LogFiles.IsLink);
        }
    }

    // Beside it, and removed with unfinished files.
    private string FormerOf(string path) => Path.Combine(folder, path + ".former" + Unfinished);

    /// <summary>True for the remains of an interrupted writer.</summary>
    public static bool IsUnfinished(string path) => path.EndsWith(Unfinished, StringComparison.Ordinal);
}

/// <summary>The folder for an export: a new one, or one with an older export of the same ledger.</summary>
internal static class ExportTarget
{
    /// <summary>The older export; null if the folder is new, empty, or has the remains of an interrupted first export.</summary>
    /// <exception cref="CommandFailedException">It holds something else: exit code 2.</exception>
    /// <exception cref="LogFileException">The older export does not hold: exit code 4.</exception>
    public static LogFolder? Open(string folder, string party)
    {
        var isExport = File.Exists(Path.Combine(folder, LogFolder.CheckpointFile));
        if (
            File.Exists(folder)
            || (
                !isExport
                && Names(folder).Any(name => !AlienCheck.IsNameOfPart(name) && !OsLitter.Is(name) && !FolderWriter.IsUnfinished(name))
            )
        )
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"{folder} is neither empty nor a ledger export.",
                "Nothing was written.",
                "Give a new folder with --out DIR."
            );
        }

        if (!isExport)
            return null;
        var old = LogFolder.Open(folder);
        return old.Owner.Value == party
            ? old
            : throw new CommandFailedException(
                ExitCode.Usage,
                $"{folder} is an export of {old.Owner}'s ledger; the gateway is {party}'s.",
                "Nothing was written.",
                "Give another folder with --out DIR."
            );
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)) : [];
}
