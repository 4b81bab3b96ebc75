using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Store;

/// <summary>Where we stand with each counterpart.</summary>
internal static class LinkTable
{
    public static bool IsSuspended(SqlSession sql, PartyName counterpart) => Suspension(sql, counterpart) is not null;

    public static string? Suspension(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<string>("SELECT suspended FROM links WHERE counterpart = @p0", counterpart.Value);

    public static SentHead Sent(SqlSession sql, PartyName counterpart) => sql.First(
        "SELECT sent_size, COALESCE(sent_at, 0) FROM links WHERE counterpart = @p0",
        row => new SentHead(row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))),
        counterpart.Value) ?? new(0, DateTimeOffset.UnixEpoch);

    public static void Suspend(SqlSession sql, PartyName counterpart, string reason, DateTimeOffset now) => sql.Execute(
        """
        INSERT INTO links (counterpart, sent_size, suspended, suspended_at) VALUES (@p0, 0, @p1, @p2)
        ON CONFLICT (counterpart) DO UPDATE SET suspended = @p1, suspended_at = @p2
        """,
        counterpart.Value, reason, now.ToUnixTimeMilliseconds());
}
