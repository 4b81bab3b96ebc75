namespace Exchange.Gateway.Hosting;

/// <summary>A file that its owner alone may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <exception cref="UnsafeSettingException">Group or others may read or write it.</exception>
    public static void RefuseIfShared(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new UnsafeSettingException($"{path} can be read or written by others than its owner. Run: chmod 600 '{path}'");
    }

    /// <exception cref="UnsafeSettingException">Group or others may write it.</exception>
    public static void RefuseIfOthersWrite(string path)
    {
        // What is missing is said so by who needs it.
        if (Path.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            throw new UnsafeSettingException($"{path} can be written by others than its owner, who could put another's keys there. Run: chmod go-w '{path}'");
    }
}
