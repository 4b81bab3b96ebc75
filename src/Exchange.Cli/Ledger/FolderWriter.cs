namespace Exchange.Cli.Ledger;

/// <summary>Writes files of an export, each whole or not at all, and can take back what was not there before.</summary>
/// <param name="folder">Full path.</param>
internal sealed class FolderWriter(string folder)
{
    private const string Unfinished = ".unfinished";

    private readonly List<string> _added = [];
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    /// <summary>How many files were written.</summary>
    public int Written { get; private set; }

    public bool Has(string path) => File.Exists(Path.Combine(folder, path));

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (!File.Exists(full))
            _added.Add(path);
        using (var file = new FileStream(full + Unfinished, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            // A file that has its name is whole, after a power cut too: what is there is not fetched again.
            file.Flush(flushToDisk: true);
        }

        File.Move(full + Unfinished, full, overwrite: true);
        Written++;
    }

    /// <summary>Writes a small file that may be there already with less in it; <see cref="Undo"/> gives it back.</summary>
    public void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        if (Has(path) && _replaced.Add(path))
            File.Copy(Path.Combine(folder, path), FormerOf(path), overwrite: true);
        Write(path, bytes);
    }

    /// <summary>Takes back what was written and not there before: the folder is what it was.</summary>
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
        for (var parent = Path.GetDirectoryName(full)!; parent != folder && !Directory.EnumerateFileSystemEntries(parent).Any(); parent = Path.GetDirectoryName(parent)!)
            Directory.Delete(parent);
    }

    // Beside it, and gone with what is unfinished.
    private string FormerOf(string path) => Path.Combine(folder, path + ".former" + Unfinished);

    /// <summary>True for what an interrupted writer has left.</summary>
    public static bool IsUnfinished(string path) => path.EndsWith(Unfinished, StringComparison.Ordinal);
}
