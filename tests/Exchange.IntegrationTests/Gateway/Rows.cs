using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>A gateway's database, read while it runs and never written.</summary>
internal sealed class Rows(string database)
{
    // Everything that a submission could leave behind. Link messages come and go in the outbox by themselves.
    private static readonly string[] OfCases =
    [
        "exchanges",
        "messages",
        "outbox WHERE link = 0",
        "entries",
        "idempotency",
        "events",
        "deferred",
        "quarantine",
        "alarms",
    ];

    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = database,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString();

    /// <param name="from">A table, and what its rows must be like.</param>
    public long Count(string from) => Scalar<long>($"SELECT COUNT(*) FROM {from}");

    /// <summary>
    /// How many rows there are that tell of cases, by table, and the newest entry, for where there is one more. All at one moment.
    /// </summary>
    public string CountsOfCases()
    {
        var counts = OfCases.Select(from => $"'{from}: ' || (SELECT COUNT(*) FROM {from})");
        var newest = "(SELECT CAST(leaf AS TEXT) FROM entries ORDER BY log DESC, \"index\" DESC LIMIT 1)";
        return Scalar<string>($"SELECT {string.Join(" || ', ' || ", counts)} || '; ' || {newest}");
    }

    public T Scalar<T>(string query)
    {
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>Copies the whole database as it is at one moment, from under the gateway that uses it.</summary>
    public void CopyTo(string file)
    {
        using var source = new SqliteConnection(_connection);
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
