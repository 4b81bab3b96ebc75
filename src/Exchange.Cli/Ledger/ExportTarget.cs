using Exchange.Ledger.Export;

namespace Exchange.Cli.Ledger;

/// <summary>The folder for an export: a new one, or one with an older export of the same ledger.</summary>
internal static class ExportTarget
{
    /// <summary>The older export; null if the folder is new, empty, or has the remains of an interrupted first export.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="party">The owner of the ledger.</param>
    /// <exception cref="CommandFailedException">It holds something else: exit code 2.</exception>
    /// <exception cref="LogFileException">The older export does not hold: exit code 4.</exception>
    public static LogFolder? Open(string folder, string party)
    {
        var isExport = File.Exists(Path.Combine(folder, LogFolder.CheckpointFile));
        if (File.Exists(folder) || (!isExport && Names(folder).Any(name => !AlienCheck.IsNameOfPart(name) && !OsLitter.Is(name) && !FolderWriter.IsUnfinished(name))))
            throw new CommandFailedException(ExitCode.Usage, $"{folder} is neither empty nor a ledger export.", "Nothing was written.", "Give a new folder with --out DIR.");
        if (!isExport)
            return null;
        var old = LogFolder.Open(folder);
        return old.Owner.Value == party ? old : throw new CommandFailedException(
            ExitCode.Usage, $"{folder} is an export of {old.Owner}'s ledger; the gateway is {party}'s.", "Nothing was written.", "Give another folder with --out DIR.");
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)) : [];
}
