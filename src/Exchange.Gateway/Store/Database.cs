using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Gateway.Store;

/// <summary>Opens connections to the gateway's database, and knows what its errors mean.</summary>
internal sealed class Database(string path) : IDisposable
{
    private const int SqliteConstraint = 19;

    // A batch's log pages before they go into the database proper; a checkpoint in the middle of many commits costs each of them.
    private const int PagesBeforeCheckpoint = 16_000;

    // The provider's own pool hands a connection on with whatever transaction was open on it.
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString();
    private readonly ConcurrentBag<SqlSession> _idle = [];

    /// <summary>Makes the schema where there is none yet; refuses one that is older or newer than this program.</summary>
    /// <exception cref="SchemaMismatchException">The schema is not this program's.</exception>
    /// <exception cref="DatabaseUnusableException">It cannot be opened, or is none.</exception>
    public void Prepare()
    {
        try
        {
            using var db = Open();
            Prepare(db);
        }
        catch (DbException exception)
        {
            throw new DatabaseUnusableException(path, exception);
        }
    }

    /// <summary>Names of the migrations that made this schema.</summary>
    public IReadOnlyList<string> Migrations()
    {
        using var db = Open();
        return [.. db.Database.GetAppliedMigrations()];
    }

    /// <summary>Brings an older schema up to this program's.</summary>
    public void Migrate()
    {
        using var db = Open();
        db.Database.Migrate();
    }

    public ExchangeDb Open() => new(new DbContextOptionsBuilder<ExchangeDb>()
        .UseSqlite(_connectionString)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .Options);

    /// <summary>A session for reading, outside of any transaction; disposing of it lets the next reader have it.</summary>
    public SqlSession OpenSession() => _idle.TryTake(out var idle) ? idle : Connect(_idle.Add);

    /// <summary>The journal's session, which alone writes.</summary>
    public SqlSession OpenWriter() => Connect(back: null);

    /// <summary>Closes the sessions that nobody uses.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out var session))
            session.Close();
    }

    private SqlSession Connect(Action<SqlSession>? back)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint={PagesBeforeCheckpoint};");
            pragma.ExecuteNonQuery();
            return new(connection, back);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>True if the statement lost to a row that is already there; the rest of the batch is not touched by it.</summary>
    public static bool IsConflict(DbException exception) => exception is SqliteException { SqliteErrorCode: SqliteConstraint };

    private void Prepare(ExchangeDb db)
    {
        var applied = File.Exists(path) ? db.Database.GetAppliedMigrations().ToList() : [];
        var known = db.Database.GetMigrations().ToList();
        if (applied.Count == 0 && !HasTables(db))
            db.Database.Migrate();
        else if (!applied.SequenceEqual(known))
            throw new SchemaMismatchException(path, older: applied.Count < known.Count);
        // Readers do not block the writer, and a commit is on the disk when it returns.
        db.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL");
    }

    // Tables that no migration of ours is recorded for are not to be written over.
    private static bool HasTables(ExchangeDb db) =>
        db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND SUBSTR(name, 1, 4) <> '__EF'").Single() > 0;
}
