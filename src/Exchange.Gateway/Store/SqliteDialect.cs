using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Gateway.Store;

/// <summary>SQLite: a file in the home, whose lock excludes other gateways.</summary>
internal sealed class SqliteDialect(string path) : Dialect
{
    // Pages of the write-ahead log before its checkpoint: a checkpoint between many commits slows each of them.
    private const int PagesBeforeCheckpoint = 16_000;

    // Of each connection; the upper pages of all indexes fit in.
    private const int CacheKibibytes = 16_384;

    // The provider's pool would pass on a connection with an open transaction.
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Pooling = false,
        DefaultTimeout = 30,
    }.ToString();

    public override string Name => path;

    public override bool Exists => File.Exists(path);

    public override string Begin => "BEGIN IMMEDIATE";

    public override string Tables => "SELECT name FROM sqlite_master WHERE type = 'table'";

    // What is erased is written over: the key of a content lies in the row itself, so no other page need be written for it. What SQLite
    // keeps to go back to a savepoint would else be written to a temporary file.
    protected override string Settings { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=FAST; "
                + $"PRAGMA cache_size=-{CacheKibibytes}; PRAGMA wal_autocheckpoint={PagesBeforeCheckpoint};"
        );

    public override ExchangeDb Open() =>
        new(
            new DbContextOptionsBuilder<ExchangeDb>()
                .UseSqlite(_connectionString)
                .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
                .Options
        );

    // In this mode, readers do not block the writer.
    public override void Prepare(SqlSession sql) => sql.Execute("PRAGMA journal_mode=WAL");

    public override bool TryHold(SqlSession sql) => true;

    // SQLite continues after the highest number by itself.
    public override void CountOn(SqlSession sql, string table) { }

    // SQLite plans by the indexes alone.
    public override void Analyze(SqlSession sql) { }

    protected override DbConnection NewConnection() => new SqliteConnection(_connectionString);
}
