using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>What differs between the databases. Every other statement is the same on both.</summary>
internal abstract class Dialect
{
    /// <summary>The database as messages name it.</summary>
    public abstract string Name { get; }

    /// <summary>False if there is no database yet.</summary>
    public abstract bool Exists { get; }

    /// <summary>Begins a transaction that alone writes.</summary>
    public abstract string Begin { get; }

    /// <summary>Gives the names of all tables.</summary>
    public abstract string Tables { get; }

    /// <summary>The first statement of each connection. A commit must be on the disk when it returns.</summary>
    protected abstract string Settings { get; }

    /// <summary>The model, for queries and for the schema.</summary>
    public abstract ExchangeDb Open();

    /// <summary>Once, when the schema is there.</summary>
    /// <exception cref="DatabaseUnusableException">The database would lose what it has confirmed.</exception>
    public abstract void Prepare(SqlSession sql);

    /// <summary>Makes this session the only writer while it is open; false if another one is.</summary>
    public abstract bool TryHold(SqlSession sql);

    /// <summary>After rows were copied into a table, new rows get higher numbers.</summary>
    public abstract void CountOn(SqlSession sql, string table);

    /// <summary>After rows were copied into all tables, queries are planned by how many there are.</summary>
    public abstract void Analyze(SqlSession sql);

    public DbConnection Connect()
    {
        var connection = NewConnection();
        try
        {
            connection.Open();
            using var settings = connection.CreateCommand();
            settings.CommandText = Settings;
            settings.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected abstract DbConnection NewConnection();
}
