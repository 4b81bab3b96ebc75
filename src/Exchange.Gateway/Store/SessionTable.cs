namespace Exchange.Gateway.Store;

/// <summary>A session of a person that signed in.</summary>
/// <param name="Hash">SHA-256 of its token.</param>
/// <param name="UsedAt">When it was last used, to the minute.</param>
/// <param name="EndsAt">When it ends at the latest.</param>
internal sealed record SessionRow(string Hash, string PersonId, long UsedAt, long EndsAt);

/// <summary>The sessions that have begun and, as far as is known, not ended.</summary>
internal static class SessionTable
{
    public static SessionRow? Find(SqlSession sql, string hash) =>
        sql.First(
            "SELECT hash, person_id, used_at, ends_at FROM sessions WHERE hash = @p0",
            row => new SessionRow(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)),
            hash
        );

    public static void Insert(SqlSession sql, SessionRow session) =>
        sql.Execute(
            "INSERT INTO sessions (hash, person_id, used_at, ends_at) VALUES (@p0, @p1, @p2, @p3)",
            session.Hash,
            session.PersonId,
            session.UsedAt,
            session.EndsAt
        );

    public static void Use(SqlSession sql, string hash, DateTimeOffset now) =>
        sql.Execute("UPDATE sessions SET used_at = @p1 WHERE hash = @p0 AND used_at < @p1", hash, now.ToUnixTimeMilliseconds());

    /// <summary>Ends one; false if it is not there.</summary>
    public static bool End(SqlSession sql, string hash) => sql.Execute("DELETE FROM sessions WHERE hash = @p0", hash) == 1;

    /// <summary>Ends all sessions of a person.</summary>
    public static void EndAll(SqlSession sql, string personId) => sql.Execute("DELETE FROM sessions WHERE person_id = @p0", personId);

    /// <summary>Lets go of those whose time is over.</summary>
    public static void Forget(SqlSession sql, DateTimeOffset now, DateTimeOffset idleSince) =>
        sql.Execute(
            "DELETE FROM sessions WHERE ends_at <= @p0 OR used_at <= @p1",
            now.ToUnixTimeMilliseconds(),
            idleSince.ToUnixTimeMilliseconds()
        );
}
