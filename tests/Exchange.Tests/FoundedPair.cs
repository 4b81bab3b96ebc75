using Exchange.Cli.Parties;
using Exchange.Gateway.Home;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;

namespace Exchange.Tests;

/// <summary>
/// The homes of BGD and MYS as a founding leaves them, and their keys. Founding is slow: it is
/// done once, and each gateway under test has copies of the homes. Deriving a key from a passphrase, slow on purpose, was a third of all
/// that
/// these tests compute: here it has a hundredth of the iterations. Programs that are started have all of them.
/// </summary>
[SetUpFixture]
internal sealed class FoundedPair
{
    private static readonly TemporaryFolder Folder = new();
    private static readonly Lazy<(FileKeyStore Ours, FileKeyStore Theirs)> Keys = new(() => (Found("BGD"), Found("MYS")));

    // The schema takes ten times as long to make as to copy.
    private static readonly TemporaryFolder Schema = new();
    private static readonly Lazy<string> Prepared = new(Prepare);

    public static FileKeyStore OurKeys => Keys.Value.Ours;

    public static FileKeyStore TheirKeys => Keys.Value.Theirs;

    /// <summary>Puts both homes, as BGD and MYS, into a folder.</summary>
    public static void CopyTo(string folder)
    {
        _ = Keys.Value;
        FolderCopy.Make(new(Folder.Folder), folder);
    }

    /// <summary>Puts a database with the schema and nothing else into a home.</summary>
    public static void CopyDatabaseTo(GatewayHome home) => File.Copy(Prepared.Value, home.Database);

    [OneTimeSetUp]
    public void Begin() => KeyProtection.Iterations = 6_000;

    [OneTimeTearDown]
    public void Forget()
    {
        if (Keys.IsValueCreated)
        {
            OurKeys.Dispose();
            TheirKeys.Dispose();
        }

        Folder.Dispose();
        Schema.Dispose();
    }

    private static string Prepare()
    {
        var file = Schema.In("exchange.db");
        OwnFile.Create(file, "");
        using var database = new Database(new SqliteDialect(file));
        database.Prepare();
        return file;
    }

    private static FileKeyStore Found(string party)
    {
        var home = new Exchange.Cli.Home(Folder.In(party));
        new HomeFounding(home, PartyName.Parse(party), new("127.0.0.1", 5671, "localhost")).Found(
            home.PassphraseFile,
            TimeProvider.System.Now()
        );
        using var protection = Passphrase.Read(new GatewayHome(home.Folder));
        return FileKeyStore.Open(home.KeyFolder, protection);
    }
}
