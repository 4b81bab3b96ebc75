namespace Exchange.Ledger.Export;

/// <summary>Files that desktops leave wherever a folder was looked at or packed: named as what does not belong there, and never read.</summary>
public static class OsLitter
{
    /// <param name="path">Of a file, with / between folders.</param>
    public static bool Is(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name is ".DS_Store" or "Thumbs.db" or "desktop.ini" || name.StartsWith("._", StringComparison.Ordinal) || path.StartsWith("__MACOSX/", StringComparison.Ordinal);
    }
}
