namespace Exchange.Tests;

internal static class FolderCopy
{
    /// <summary>Copies a folder with all that is in it; modes stay.</summary>
    public static void Make(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to, from.UnixFileMode);
        foreach (var file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories())
            Make(folder, Path.Combine(to, folder.Name));
    }
}
