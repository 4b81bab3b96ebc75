using Exchange.Ledger.Export;

namespace Exchange.Cli.Ledger;

/// <summary>The folder that an export goes to: a new one, or one that holds an older export of the same log.</summary>
internal static class ExportTarget
{
    /// <summary>The older export; nothing if the folder is new, empty, or holds what an interrupted first export has left.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="party">Whose log is exported.</param>
    /// <exception cref="CommandFailedException">It holds something else: exit code 2.</exception>
    /// <exception cref="LogFileException">The older export does not hold: exit code 4.</exception>
    public static LogFolder? Open(string folder, string party)
    {
        var isExport = File.Exists(Path.Combine(folder, LogFolder.CheckpointFile));
        if (File.Exists(folder) || (!isExport && Names(folder).Any(name => !AlienCheck.IsNameOfPart(name) && !OsLitter.Is(name) && !FolderWriter.IsUnfinished(name))))
            throw new CommandFailedException(ExitCode.Usage, $"{folder} is neither empty nor an export of a log.", "Nothing was written.", "Name a new folder with --out DIR.");
        if (!isExport)
            return null;
        var old = LogFolder.Open(folder);
        return old.Owner.Value == party ? old : throw new CommandFailedException(
            ExitCode.Usage, $"{folder} is an export of {old.Owner}'s log; the gateway's is {party}'s.", "Nothing was written.", "Name another folder with --out DIR.");
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)) : [];
}
