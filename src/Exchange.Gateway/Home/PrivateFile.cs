namespace Exchange.Gateway.Home;

/// <summary>Files that only their owner may read, or only their owner may write.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private static readonly EnumerationOptions Inside = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 1,
        AttributesToSkip = 0,
    };

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <exception cref="UnsafeSettingException">Group or others may read or write it.</exception>
    public static void RefuseIfShared(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new UnsafeSettingException($"{path} can be read or written by others than its owner. Run: chmod 600 '{path}'");
    }

    /// <exception cref="UnsafeSettingException">Group or others may write it.</exception>
    public static void RefuseIfOthersWrite(string path)
    {
        // A missing file is reported by its reader.
        if (IsThere(path) && (File.GetUnixFileMode(path) & OthersWrite) != 0)
        {
            throw new UnsafeSettingException(
                $"{path} can be written by others than its owner, who could put another's keys there. Run: chmod go-w '{path}'"
            );
        }
    }

    /// <exception cref="UnsafeSettingException">Others may enter the home, read its database or lock, or write to anything in
    /// it.</exception>
    public static void RefuseIfShared(GatewayHome home)
    {
        // Its group may be given access to the API's socket.
        if ((File.GetUnixFileMode(home.Folder) & (OthersWrite | UnixFileMode.OtherRead | UnixFileMode.OtherExecute)) != 0)
        {
            throw new UnsafeSettingException(
                $"{home.Folder} can be written by its group, or entered by others. Run: chmod g-w,o-rwx '{home.Folder}'"
            );
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(home.Folder, "*", Inside).Where(path => path != home.ApiSocket))
            RefuseIfOthersWrite(path);
        foreach (
            var path in new[] { home.Database, home.Database + "-wal", home.Database + "-shm", home.Lock }.Where(path =>
                File.Exists(path) && IsThere(path)
            )
        )
        {
            RefuseIfShared(path);
        }
    }

    // A database may be a link to another disk where it does not exist yet.
    private static bool IsThere(string path) =>
        Path.Exists(path)
        && (new FileInfo(path).LinkTarget is null || Path.Exists(File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName));
}
