using Exchange.Ledger.Tiles;

namespace Exchange.Tests.Cli.Ledger;

/// <summary>A copy of one sound export, to be changed.</summary>
internal sealed class TestExport : TemporaryFolder
{
    private static readonly Lazy<ExportMaker> Sound = new(() => ExportMaker.Of(300));

    public TestExport()
        : this(Sound.Value) { }

    public TestExport(ExportMaker maker)
    {
        maker.WriteTo(Export);
        foreach (var party in (LogParty[])[LogParty.Bgd, LogParty.Mys])
            File.WriteAllBytes(CardOf(party), party.Bytes);
    }

    /// <summary>Entries of the sound export: two full bundles, and one of 88.</summary>
    public const int Size = 600;

    public string Export => In("export");

    public string CardOf(LogParty party) => In($"{party.Card.Party}.party.json");

    public string Path(string path) => System.IO.Path.Combine(Export, path);

    public byte[] Read(string path) => File.ReadAllBytes(Path(path));

    public void Put(string path, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(path))!);
        File.WriteAllBytes(Path(path), bytes);
    }

    public void Change(string path, Func<byte[], byte[]> change) => Put(path, change(Read(path)));

    public void Swap(string one, string other)
    {
        var (first, second) = (Read(one), Read(other));
        Put(one, second);
        Put(other, first);
    }

    public void Delete(string path) => File.Delete(Path(path));

    /// <summary>The first file of each kind, and the last.</summary>
    public IEnumerable<string> OneOfEachKind() =>
        Directory
            .EnumerateFiles(Export, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Export, file))
            .Order(StringComparer.Ordinal)
            .GroupBy(Kind)
            .SelectMany(kind => new[] { kind.First(), kind.Last() })
            .Distinct();

    public Task<CommandRun> VerifyAsync(params string[] options) => CommandRun.OfAsync(["ledger", "verify", Export, .. options]);

    public Task<CommandRun> VerifyWithCardsAsync() => VerifyAsync("--card", CardOf(LogParty.Bgd), "--card", CardOf(LogParty.Mys));

    /// <summary>Every file with its bytes, to see that none has changed.</summary>
    public Dictionary<string, string> Content() =>
        Directory
            .EnumerateFiles(Export, "*", SearchOption.AllDirectories)
            .ToDictionary(file => System.IO.Path.GetRelativePath(Export, file), file => Convert.ToBase64String(File.ReadAllBytes(file)));

    private static string Kind(string path) => TilePath.TryParse(path, out var tile) ? tile.Value.Folder : path.Split('/')[0];
}
