namespace Exchange.Cli.Ledger;

/// <summary>A file of an export is damaged or malformed. The command ends with exit code 4.</summary>
/// <param name="path">Its path within the export.</param>
/// <param name="fault">The fault, as the rest of a sentence that begins with the path.</param>
internal sealed class LogFileException(string path, string fault) : Exception($"{path} {fault}")
{
    public string Path => path;
}
