namespace Exchange.Cli.Evidence;

/// <summary>A file for its owner alone, written whole or not at all, and never over another.</summary>
internal static class NewFile
{
    /// <exception cref="CommandFailedException">Something is there already, or its folder is not.</exception>
    public static void RequireFree(string path)
    {
        if (Path.Exists(path))
            throw new CommandFailedException(ExitCode.Usage, $"{path} is there already.", "It was left as it is, and nothing was exported.", "Name another file.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new CommandFailedException(ExitCode.Usage, $"There is no folder {folder}.", "Nothing was exported.", "Make it first.");
    }

    /// <exception cref="IOException">It cannot be written, or something is there by now.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        // A name of its own beside the file: what is left of a crash is never taken for the file.
        var part = $"{path}.{Path.GetRandomFileName()}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        try
        {
            using (var stream = new FileStream(part, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: false);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
