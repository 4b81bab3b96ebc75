using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Gateway.Store;

/// <summary>Opens connections to the gateway's database, and knows what its errors mean.</summary>
internal sealed class Database(string path)
{
    private const int SqliteConstraint = 19;

    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true, DefaultTimeout = 30 }.ToString();

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

    public SqlSession OpenSession()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";
            pragma.ExecuteNonQuery();
            return new(connection);
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
