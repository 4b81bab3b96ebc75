using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Gateway.Store;

/// <summary>SQLite: a file in the home, whose lock keeps other gateways away.</summary>
internal sealed class SqliteDialect(string path) : Dialect
{
    // A batch's log pages before they go into the database proper; a checkpoint in the middle of many commits costs each of them.
    private const int PagesBeforeCheckpoint = 16_000;

    // The provider's own pool hands a connection on with whatever transaction was open on it.
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString();

    public override string Name => path;

    public override bool Exists => File.Exists(path);

    public override string Begin => "BEGIN IMMEDIATE";

    public override string CountTables => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND SUBSTR(name, 1, 4) <> '__EF'";

    protected override string Settings { get; } =
        string.Create(CultureInfo.InvariantCulture, $"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint={PagesBeforeCheckpoint};");

    public override ExchangeDb Open() => new(new DbContextOptionsBuilder<ExchangeDb>()
        .UseSqlite(_connectionString)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .Options);

    // Readers do not block the writer.
    public override void Prepare(SqlSession sql) => sql.Execute("PRAGMA journal_mode=WAL");

    public override bool TryHold(SqlSession sql) => true;

    // It counts rows that come with a number of their own.
    public override void CountOn(SqlSession sql, string table)
    {
    }

    protected override DbConnection NewConnection() => new SqliteConnection(_connectionString);
}
