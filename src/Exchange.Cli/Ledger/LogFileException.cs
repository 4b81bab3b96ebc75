namespace Exchange.Cli.Ledger;

/// <summary>A file of an export is not what it should be. The command ends with exit code 4.</summary>
/// <param name="path">Its path within the export.</param>
/// <param name="fault">What is wrong with it: a sentence that goes on after the path.</param>
internal sealed class LogFileException(string path, string fault) : Exception($"{path} {fault}")
{
    public string Path => path;
}
