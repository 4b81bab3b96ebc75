namespace Exchange.Gateway.Store;

/// <summary>An event for the national bus: published after the commit, and again at start until its consumer has cleared it.</summary>
internal sealed class EventRow
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Body { get; init; }

    public required long RaisedAt { get; init; }
}

/// <summary>The events that wait for their consumer.</summary>
internal static class EventTable
{
    public static void Insert(SqlSession sql, Guid id, string type, string body, DateTimeOffset now) => sql.Execute(
        "INSERT INTO events (id, type, body, raised_at) VALUES (@p0, @p1, @p2, @p3)", MessageId.Write(id), type, body, now.ToUnixTimeMilliseconds());

    public static void Clear(SqlSession sql, Guid id) => sql.Execute("DELETE FROM events WHERE id = @p0", MessageId.Write(id));

    public static bool Has(SqlSession sql, Guid id) => sql.Scalar<long>("SELECT COUNT(*) FROM events WHERE id = @p0", MessageId.Write(id)) > 0;

    /// <summary>The next ones after an id that were raised at least so long ago.</summary>
    public static List<(string Id, string Type, string Body)> Read(SqlSession sql, TimeSpan age, string after, DateTimeOffset now, int most) => sql.Query(
        // A time ahead of our clock was written by a clock that has been set right since: long ago.
        "SELECT id, type, body FROM events WHERE (raised_at <= @p0 OR raised_at > @p1) AND id > @p2 ORDER BY id LIMIT @p3",
        row => (row.GetString(0), row.GetString(1), row.GetString(2)),
        (now - age).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), after, most);
}
