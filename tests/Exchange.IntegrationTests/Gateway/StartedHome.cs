using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.Cli.Parties;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Tests;
using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>A home in which a gateway has run once, without a counterpart: it needs no broker.</summary>
internal sealed class StartedHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-home-");

    private StartedHome() { }

    public Home Home => new(Path.Combine(_folder.FullName, "BGD"));

    public string Log => Path.Combine(_folder.FullName, "gateway.log");

    public static async Task<StartedHome> FoundAsync()
    {
        var started = new StartedHome();
        Found(started.Home, LoopbackPorts.Free(1)[0]);
        await using var gateway = new PrivateGateway(started.Home, started.Log);
        await gateway.StartAsync(CancellationToken.None);
        await gateway.StopAsync();
        // What the gateway left in the write-ahead log goes into the database now, and not when a test looks.
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = started.Home.DatabaseFile, Pooling = false }.ToString()
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
        return started;
    }

    /// <summary>Changes the database of a home in which no gateway runs.</summary>
    public static void Change(Home home, string sql)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = home.DatabaseFile, Pooling = false }.ToString()
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBe(1);
    }

    /// <summary>Puts the card of a new counterpart where its gateway takes it at its next start.</summary>
    public void TakeCardOf(string party)
    {
        var other = new Home(Path.Combine(_folder.FullName, party));
        Found(other, 5671, party);
        File.Copy(other.CardFile, Home.CounterpartCardFile(PartyName.Parse(party)));
    }

    /// <summary>Puts the card of another founding into a home: its keys are not there.</summary>
    public static void TakeAnotherCard(Home home)
    {
        var other = new Home(Path.Combine(home.Folder, "..", "other"));
        Found(other, 5671);
        File.Copy(other.CardFile, home.CardFile, overwrite: true);
    }

    public StartedHome Copy()
    {
        var copy = new StartedHome();
        FolderCopy.Make(new(Home.Folder), copy.Home.Folder);
        return copy;
    }

    /// <summary>Every file with its mode and its bytes, but the lock, which is empty and always made, and the socket.</summary>
    /// <param name="without">Name of a file that is left out, too.</param>
    public IReadOnlyList<string> Contents(string? without = null) =>
        [
            .. new DirectoryInfo(Home.Folder)
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Where(entry =>
                    entry.Name is not ("gateway.lock" or "api.sock")
                    && entry.Name != without
                    && !entry.Name.EndsWith("-shm", StringComparison.Ordinal)
                    && !entry.Name.EndsWith("-wal", StringComparison.Ordinal)
                )
                .Select(entry =>
                    $"{entry.FullName} {entry.UnixFileMode} {(entry is FileInfo file ? Digest.Of(File.ReadAllBytes(file.FullName)) : "")}"
                )
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Found(Home home, int mailbox, string party = "BGD") =>
        new HomeFounding(home, PartyName.Parse(party), new("127.0.0.1", mailbox, "localhost")).Found(
            home.PassphraseFile,
            TimeProvider.System.Now()
        );
}
