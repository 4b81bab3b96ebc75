namespace Exchange.Cli;

/// <summary>A file that a command line names, read whole.</summary>
internal static class InputFile
{
    /// <summary>A file that is too large is not read; a file may also grow while it is read.</summary>
    /// <exception cref="CommandFailedException">It does not exist, has no length (a pipe would block the reader), or is too
    /// large.</exception>
    public static byte[] Read(string path, int maximum, string what)
    {
        Require(path, what);
        if (new FileInfo(path).Length == 0)
            throw IsNot(path, what, "it is empty, or no file at all");
        using var stream = File.OpenRead(path);
        var bytes = new byte[Math.Min(stream.Length, maximum) + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= maximum && length < bytes.Length
            ? bytes[..length]
            : throw IsNot(path, what, FormattableString.Invariant($"it is larger than {maximum} bytes"));
    }

    /// <exception cref="CommandFailedException">There is no such file.</exception>
    public static string Require(string path, string what) =>
        File.Exists(path)
            ? path
            : throw new CommandFailedException(
                ExitCode.Usage,
                $"There is no file {path}.",
                "Nothing was changed.",
                $"Give the name of a {what}."
            );

    /// <summary>The full path of a file to write.</summary>
    /// <exception cref="CommandFailedException">Its folder is not there.</exception>
    public static string RequireFolder(string path)
    {
        var full = Path.GetFullPath(path);
        return Directory.Exists(Path.GetDirectoryName(full))
            ? full
            : throw new CommandFailedException(
                ExitCode.Usage,
                $"There is no folder {Path.GetDirectoryName(full)}.",
                "Nothing was written.",
                "Create it first, or give another one."
            );
    }

    private static CommandFailedException IsNot(string path, string what, string reason) =>
        new(ExitCode.Usage, $"{path} is not a {what}: {reason}.", "Nothing was changed.", $"Give the name of a {what}.");
}

internal static class TemporaryFiles
{
    /// <exception cref="CommandFailedException">The system's folder for such files, or the one that TMPDIR names, is not there or cannot be
    /// written to.</exception>
    public static DirectoryInfo NewFolder(string prefix)
    {
        try
        {
            return Directory.CreateTempSubdirectory(prefix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"The folder for temporary files, {Path.GetTempPath()}, is not there or cannot be written to.",
                "Nothing was changed.",
                "Name another one in the variable TMPDIR."
            );
        }
    }
}
