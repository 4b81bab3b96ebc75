using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>
/// One connection with its prepared commands, for the journal's hot path. Parameters are <c>@p0</c>, <c>@p1</c>, … in the
/// order of the arguments. Not for use by two threads at once.
/// </summary>
internal sealed class SqlSession(DbConnection connection, string begin = "BEGIN", Action<SqlSession, bool>? back = null) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);
    private bool _hasFailed;

    /// <summary>Begins a transaction that alone writes.</summary>
    public void Begin() => Execute(begin);

    public void Commit() => Execute("COMMIT");

    public void Rollback() => Execute("ROLLBACK");

    /// <summary>What follows can be undone separately.</summary>
    public void Save() => Execute("SAVEPOINT proposal");

    /// <summary>Undoes everything since <see cref="Save"/>.</summary>
    public void GoBack()
    {
        Execute("ROLLBACK TO proposal");
        Release();
    }

    /// <summary>Keeps everything since <see cref="Save"/>, if the transaction is committed.</summary>
    public void Release() => Execute("RELEASE proposal");

    public int Execute(string sql, params ReadOnlySpan<object?> arguments)
    {
        try
        {
            return Prepare(sql, arguments).ExecuteNonQuery();
        }
        catch (DbException)
        {
            _hasFailed = true;
            throw;
        }
    }

    /// <summary>The first column of the first row; the default if there is none or it is null.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Read(sql, arguments);
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
    }

    public T? First<T>(string sql, Func<DbDataReader, T?> map, params ReadOnlySpan<object?> arguments)
        where T : class
    {
        using var reader = Read(sql, arguments);
        return reader.Read() ? map(reader) : null;
    }

    public List<T> Query<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Read(sql, arguments);
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>
    /// Gives the rows one at a time, for any number of rows. The session must not be used for anything else until it ends.
    /// </summary>
    public void Each(string sql, Action<DbDataReader> take, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Read(sql, arguments);
        while (reader.Read())
            take(reader);
    }

    /// <summary>Returns to its pool, which is told if it has failed; a session without a pool is closed.</summary>
    public void Dispose()
    {
        if (back is null)
            Close();
        else
            back(this, _hasFailed);
    }

    public void Close()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private DbDataReader Read(string sql, ReadOnlySpan<object?> arguments)
    {
        try
        {
            return Prepare(sql, arguments).ExecuteReader();
        }
        catch (DbException)
        {
            _hasFailed = true;
            throw;
        }
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
            _commands.Add(sql, command = Create(sql, arguments.Length));
        for (var index = 0; index < arguments.Length; index++)
            command.Parameters[index].Value = arguments[index] ?? DBNull.Value;
        return command;
    }

    private DbCommand Create(string sql, int count)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
