namespace Exchange.Gateway.Store;

/// <summary>An ID token that was presented.</summary>
/// <param name="Hash">SHA-256 of what its signature covers.</param>
/// <param name="EndsAt">From then on it is too old to be presented.</param>
internal sealed record IdTokenRow(string Hash, long EndsAt);

/// <summary>The ID tokens that were presented, for as long as they could be presented again.</summary>
internal static class IdTokenTable
{
    /// <summary>False if it was presented before.</summary>
    public static bool Use(SqlSession sql, string hash, DateTimeOffset endsAt) =>
        sql.Execute("INSERT INTO id_tokens (hash, ends_at) VALUES (@p0, @p1) ON CONFLICT DO NOTHING", hash, endsAt.ToUnixTimeMilliseconds())
        == 1;

    /// <summary>Lets go of those whose time is over.</summary>
    public static void Forget(SqlSession sql, DateTimeOffset now) =>
        sql.Execute("DELETE FROM id_tokens WHERE ends_at <= @p0", now.ToUnixTimeMilliseconds());
}
