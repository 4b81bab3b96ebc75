namespace Exchange.Cli;

/// <summary>Temporary files, which are deleted when the command ends.</summary>
internal static class TemporaryFiles
{
    /// <exception cref="CommandFailedException">The system's folder for such files, or the one that TMPDIR names, is not there or cannot be written to.</exception>
    public static DirectoryInfo NewFolder(string prefix)
    {
        try
        {
            return Directory.CreateTempSubdirectory(prefix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"The folder for temporary files, {Path.GetTempPath()}, is not there or cannot be written to.", "Nothing was changed.", "Name another one in the variable TMPDIR.");
        }
    }
}
