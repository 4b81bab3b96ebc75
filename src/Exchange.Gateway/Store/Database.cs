using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Gateway.Store;

/// <summary>Opens connections to the gateway's database, and knows what its errors mean.</summary>
internal sealed class Database(Dialect dialect) : IDisposable
{
    private const int SqliteConstraint = 19;

    // Class 23 of SQL's error codes: a constraint was violated.
    private const string ConstraintClass = "23";

    // EF Core's own tables, and the one that has the names of the migrations that were applied.
    private const string Own = "__EF";
    private const string History = Own + "MigrationsHistory";

    private const int TriesToHold = 50;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentBag<SqlSession> _idle = [];

    /// <summary>As messages name it.</summary>
    public string Name => dialect.Name;

    /// <summary>Makes the schema where there is none yet; refuses one that is older or newer than this program.</summary>
    /// <exception cref="SchemaMismatchException">The schema is not this program's.</exception>
    /// <exception cref="DatabaseUnusableException">It cannot be opened, or is none, or would lose what it has confirmed.</exception>
    public void Prepare()
    {
        try
        {
            using var sql = OpenSession();
            Prepare(sql);
            dialect.Prepare(sql);
        }
        catch (DbException exception)
        {
            throw new DatabaseUnusableException(
                $"The database {Name} cannot be used: {exception.Message} Nothing was changed. Check the database, its folder and "
                    + "the disk, or restore it from a backup.",
                exception
            );
        }
    }

    /// <summary>Names of the migrations that made this schema.</summary>
    public IReadOnlyList<string> Migrations()
    {
        using var sql = OpenSession();
        return Applied(sql, Tables(sql));
    }

    /// <summary>Brings an older schema up to this program's.</summary>
    /// <exception cref="SchemaMismatchException">It is none that can be brought up.</exception>
    public void Migrate()
    {
        using var writer = OpenWriter();
        using var db = Open();
        var (applied, known) = (Applied(writer, Tables(writer)), db.Database.GetMigrations().ToList());
        if (!applied.SequenceEqual(known.Take(applied.Count)))
            throw Mismatch(applied, known);
        db.Database.Migrate();
    }

    public ExchangeDb Open() => dialect.Open();

    /// <summary>A session for reading, outside of any transaction; disposing of it lets the next reader have it.</summary>
    public SqlSession OpenSession() => _idle.TryTake(out var idle) ? idle : new(dialect.Connect(), dialect.Begin, GiveBack);

    /// <summary>The session that alone writes.</summary>
    /// <exception cref="DatabaseUnusableException">Another gateway has it.</exception>
    public SqlSession OpenWriter()
    {
        var session = new SqlSession(dialect.Connect(), dialect.Begin);
        try
        {
            // One that ended just now, or whose connection broke, may still be about to commit.
            for (var tries = 0; !dialect.TryHold(session); tries++)
            {
                if (tries == TriesToHold)
                {
                    throw new DatabaseUnusableException(
                        $"The database {Name} is in use by another gateway. Nothing was changed. End that one first."
                    );
                }

                Thread.Sleep(BetweenTries);
            }

            return session;
        }
        catch
        {
            session.Close();
            throw;
        }
    }

    /// <summary>New rows of tables into which rows were copied are numbered after those.</summary>
    public void CountOn(SqlSession sql, IEnumerable<string> tables)
    {
        foreach (var table in tables)
            dialect.CountOn(sql, table);
    }

    /// <summary>Queries are planned by the rows that were copied, and not only when the server has counted them some time later.</summary>
    public void Analyze(SqlSession sql) => dialect.Analyze(sql);

    /// <summary>Closes the sessions that nobody uses.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out var session))
            session.Close();
    }

    /// <summary>True if the statement lost to a row that is already there; the rest of the batch is not touched by it.</summary>
    public static bool IsConflict(DbException exception) =>
        exception is SqliteException { SqliteErrorCode: SqliteConstraint }
        || exception.SqlState?.StartsWith(ConstraintClass, StringComparison.Ordinal) == true;

    // If one has failed, for example with the server, the idle ones may be broken too.
    private void GiveBack(SqlSession session, bool hasFailed)
    {
        if (!hasFailed)
        {
            _idle.Add(session);
            return;
        }

        session.Close();
        Dispose();
    }

    // Tables without a record of our migrations must not be overwritten.
    private void Prepare(SqlSession sql)
    {
        var tables = Tables(sql);
        var applied = Applied(sql, tables);
        using var db = Open();
        if (applied.Count == 0 && tables.All(table => table.StartsWith(Own, StringComparison.Ordinal)))
            db.Database.Migrate();
        else if (!applied.SequenceEqual(db.Database.GetMigrations()))
            throw Mismatch(applied, [.. db.Database.GetMigrations()]);
    }

    private List<string> Tables(SqlSession sql) => sql.Query(dialect.Tables, row => row.GetString(0));

    // EF Core would compile its own query of this table anew for each context: a good part of what a gateway computes at its start.
    private static List<string> Applied(SqlSession sql, List<string> tables) =>
        tables.Contains(History)
            ? sql.Query($"SELECT \"MigrationId\" FROM \"{History}\" ORDER BY \"MigrationId\"", row => row.GetString(0))
            : [];

    private SchemaMismatchException Mismatch(List<string> applied, List<string> known) =>
        new(
            applied.SequenceEqual(known.Take(applied.Count))
                ? $"The database {Name} has an older schema. Make a backup, then run 'exchange db migrate'. Nothing was changed."
            : known.SequenceEqual(applied.Take(known.Count))
                ? $"The database {Name} has a newer schema than this program knows. Run the newer program. Nothing was changed."
            : $"The database {Name} has a schema of another program, which cannot be migrated. Nothing was changed. Run the program "
                + "that made it, or begin with a new home."
        );
}

/// <summary>The database cannot be opened, is not a database, would lose what it has confirmed, or has another gateway.</summary>
internal sealed class DatabaseUnusableException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>The database was made by an older or a newer program.</summary>
internal sealed class SchemaMismatchException(string message) : Exception(message);
