using System.Diagnostics;
using Exchange.Protocol;
using Microsoft.Data.Sqlite;

namespace Exchange.Benchmarks;

/// <summary>How many of our messages have a verified receipt, from the gateway's own database.</summary>
internal sealed class SettledCount(string database)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(100);

    private readonly SqliteConnection _connection = Open(database);
    private readonly Lock _lock = new();
    private readonly Stopwatch _age = Stopwatch.StartNew();
    private long _counted;
    private long _countedUpTo;
    private long? _recent;

    /// <summary>At most a tenth of a second old.</summary>
    public long Recent
    {
        get
        {
            lock (_lock)
            {
                if (_recent is { } known && _age.Elapsed < Freshness)
                    return known;
                _age.Restart();
                _recent = Count();
                return _recent.Value;
            }
        }
    }

    public long Now()
    {
        lock (_lock)
            return Count();
    }

    public long Unsettled()
    {
        lock (_lock)
            return Scalar("SELECT COUNT(*) FROM messages WHERE outgoing = 1 AND code IS NULL AND id > @p", _countedUpTo);
    }

    /// <summary>Entries of the gateway's log.</summary>
    public long Entries()
    {
        lock (_lock)
            return Scalar("SELECT COUNT(*) FROM entries WHERE \"index\" >= @p", 0);
    }

    /// <summary>Bytes of the newest sealed message that we have sent.</summary>
    public int SealedSize()
    {
        lock (_lock)
        {
            return (int)Scalar(
                "SELECT LENGTH(s.bytes) FROM sealed s JOIN outbox o ON o.id = s.outbox_id WHERE NOT o.link AND o.id > @p ORDER "
                    + "BY o.id DESC LIMIT 1",
                0
            );
        }
    }

    public bool IsSettled(Guid messageId)
    {
        lock (_lock)
        {
            using var command = _connection.CreateCommand();
            command.CommandText =
                "SELECT COUNT(*) FROM messages WHERE counterpart = 'MYS' AND outgoing = 1 AND message_id = @p AND code = 100";
            command.Parameters.AddWithValue("@p", MessageId.Write(messageId));
            return (long)command.ExecuteScalar()! == 1;
        }
    }

    // Everything up to the oldest unsettled message is counted once and for all.
    private long Count()
    {
        var upTo = Scalar(
            "SELECT COALESCE(MIN(id) - 1, (SELECT MAX(id) FROM messages)) FROM messages WHERE outgoing = 1 AND id > @p AND code IS NULL",
            _countedUpTo
        );
        _counted += Scalar("SELECT COUNT(*) FROM messages WHERE outgoing = 1 AND id > @p AND code = 100", _countedUpTo, upTo);
        _countedUpTo = Math.Max(_countedUpTo, upTo);
        return _counted + Scalar("SELECT COUNT(*) FROM messages WHERE outgoing = 1 AND id > @p AND code = 100", _countedUpTo);
    }

    private long Scalar(string sql, long after, long? upTo = null)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = upTo is null ? sql : $"{sql} AND id <= {upTo}";
        command.Parameters.AddWithValue("@p", after);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly }.ToString()
        );
        connection.Open();
        return connection;
    }
}
