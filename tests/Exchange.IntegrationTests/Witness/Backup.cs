using Exchange.Cli.Demo;
using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Witness;

/// <summary>The database of a home as it was at one moment, and the mark beside its keys.</summary>
internal sealed class Backup : IDisposable
{
    private readonly DemoParty _party;
    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-backup-").FullName;

    private Backup(DemoParty party) => _party = party;

    private string Database => Path.Combine(_folder, "exchange.db");

    private string Mark => Path.Combine(_folder, "ledger.mark");

    private string MarkAtHome => Path.Combine(_party.Home.KeyFolder, "ledger.mark");

    /// <summary>Copies both, from under a gateway that may run.</summary>
    public static Backup Of(DemoParty party)
    {
        var backup = new Backup(party);
        using var source = Connect(party.Home.DatabaseFile, SqliteOpenMode.ReadOnly);
        using var copy = Connect(backup.Database, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(copy);
        File.SetUnixFileMode(backup.Database, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Copy(backup.MarkAtHome, backup.Mark);
        return backup;
    }

    /// <summary>Puts the database back into a home in which no gateway runs.</summary>
    public void RestoreDatabase()
    {
        foreach (var ending in new[] { "", "-wal", "-shm" })
            File.Delete(_party.Home.DatabaseFile + ending);
        File.Copy(Database, _party.Home.DatabaseFile);
    }

    public void RestoreMark() => File.Copy(Mark, MarkAtHome, overwrite: true);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }
}
