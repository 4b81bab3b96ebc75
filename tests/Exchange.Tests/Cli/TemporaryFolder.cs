namespace Exchange.Tests.Cli;

internal class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-cli-");

    public string Folder => _folder.FullName;

    public string In(params string[] names) => Path.Combine([Folder, .. names]);

    public void Write(string content, params string[] names)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(names))!);
        File.WriteAllText(In(names), content);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
