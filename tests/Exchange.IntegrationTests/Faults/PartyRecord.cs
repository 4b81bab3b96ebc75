using System.Data.Common;
using Exchange.Gateway.Store;
using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Faults;

/// <summary>What a party's database says, read beside its gateway.</summary>
/// <param name="database">SQLite's file.</param>
/// <param name="server">PostgreSQL's database, as the gateway has it in its settings, instead.</param>
internal sealed class PartyRecord(string database, string? server = null)
{
    /// <summary>Everything sent has a code, nothing waits to be published or receipted, and no event waits for its consumer.</summary>
    public bool IsSettled =>
        Number(
            """
            SELECT (SELECT COUNT(*) FROM messages WHERE outgoing AND code IS NULL)
                + (SELECT COUNT(*) FROM outbox WHERE settled_at IS NULL AND NOT link)
                + (SELECT COUNT(*) FROM events)
            """
        ) == 0;

    public long Number(string query)
    {
        using var sql = Open();
        return sql.Scalar<long>(query);
    }

    public List<string> Texts(string query) => Rows(query, row => row.GetString(0));

    public List<T> Rows<T>(string query, Func<DbDataReader, T> map)
    {
        using var sql = Open();
        return sql.Query(query, map);
    }

    // Not pooled: a connection that outlived the gateway here would spare its next start the recovery after a crash.
    private SqlSession Open()
    {
        if (server is not null)
            return new(new PostgreSqlDialect(server).Connect());
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = database,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return new(connection);
    }
}
