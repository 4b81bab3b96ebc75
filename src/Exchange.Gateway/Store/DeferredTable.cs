namespace Exchange.Gateway.Store;

/// <summary>A case message that cannot be judged yet.</summary>
/// <param name="LookAt">From when on it is worth judging again, whatever else has come; 0 for always.</param>
/// <param name="Awaits">What makes it worth judging before: the id of an exchange, or the digest of a message's signature.</param>
/// <param name="ExchangeId">The exchange that it belongs to, where that is known.</param>
internal sealed record DeferredRow(
    long Id,
    string Counterpart,
    string Sealed,
    byte[] Bytes,
    string Reason,
    long ArrivedAt,
    long LookAt,
    string? Awaits,
    string? ExchangeId
);

/// <summary>Case messages that are deferred, sealed as they came. The reasons are codes.</summary>
internal static class DeferredTable
{
    /// <summary>
    /// Keeps an arrival, or why it waits now; a reason that <paramref name="lasting"/> names stays, whatever it has to wait for besides.
    /// </summary>
    public static void Put(SqlSession sql, DeferredRow row, string lasting) =>
        sql.Execute(
            """
            INSERT INTO deferred (counterpart, sealed, bytes, reason, arrived_at, exchange_id, look_at, awaits) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p7, @p8)
            ON CONFLICT (counterpart, sealed) DO UPDATE SET reason = CASE deferred.reason WHEN @p6 THEN @p6 ELSE @p3 END, exchange_id = @p5, look_at = @p7, awaits = @p8
            WHERE deferred.reason NOT IN (@p3, @p6) OR deferred.look_at <> @p7 OR COALESCE(deferred.awaits, '') <> COALESCE(@p8, '')
            """,
            row.Counterpart,
            row.Sealed,
            row.Bytes,
            row.Reason,
            row.ArrivedAt,
            row.ExchangeId,
            lasting,
            row.LookAt,
            row.Awaits
        );

    public static (long Count, long Bytes) Sum(SqlSession sql, PartyName counterpart) =>
        sql.Query(
            "SELECT COUNT(*), COALESCE(SUM(LENGTH(bytes)), 0) FROM deferred WHERE counterpart = @p0",
            row => (row.GetInt64(0), row.GetInt64(1)),
            counterpart.Value
        )[0];

    public static long Count(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM deferred WHERE counterpart = @p0", counterpart.Value);

    /// <summary>Those that have waited longest after an id, without their bytes.</summary>
    public static List<DeferredView> List(SqlSession sql, PartyName counterpart, long after, int most) =>
        sql.Query(
            "SELECT id, arrived_at, reason, sealed, LENGTH(bytes) FROM deferred WHERE counterpart = @p0 AND id > @p1 ORDER BY id LIMIT @p2",
            row => new DeferredView(
                row.GetInt64(0),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
                row.GetString(2),
                Digest.Parse(row.GetString(3)),
                row.GetInt64(4)
            ),
            counterpart.Value,
            after,
            most
        );

    /// <summary>A message of this exchange has been judged: what waits in it may be settled now.</summary>
    public static void LookAgain(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        sql.Execute(
            "UPDATE deferred SET look_at = 0 WHERE counterpart = @p0 AND exchange_id = @p1 AND look_at > 0",
            counterpart.Value,
            MessageId.Write(exchangeId)
        );

    /// <summary>When it came first and why it waits, if it is here.</summary>
    public static Tuple<long, string>? Find(SqlSession sql, PartyName counterpart, Digest @sealed) =>
        sql.First(
            "SELECT arrived_at, reason FROM deferred WHERE counterpart = @p0 AND sealed = @p1",
            row => Tuple.Create(row.GetInt64(0), row.GetString(1)),
            counterpart.Value,
            @sealed.ToString()
        );

    public static void Remove(SqlSession sql, PartyName counterpart, Digest @sealed) =>
        sql.Execute("DELETE FROM deferred WHERE counterpart = @p0 AND sealed = @p1", counterpart.Value, @sealed.ToString());

    /// <summary>
    /// The next ones after an id that can be settled: what they wait for has come, or their time has. The others cost no opening.
    /// </summary>
    public static List<(long Id, byte[] Bytes, long ArrivedAt, string Reason)> Settleable(
        SqlSession sql,
        PartyName counterpart,
        long afterId,
        DateTimeOffset now,
        int most
    ) =>
        sql.Query(
            """
            SELECT p.id, p.bytes, p.arrived_at, p.reason FROM deferred p
            WHERE p.counterpart = @p0 AND p.id > @p1 AND (p.look_at <= @p2
                OR EXISTS (SELECT 1 FROM messages m WHERE m.signed = p.awaits)
                OR EXISTS (SELECT 1 FROM exchanges e WHERE e.counterpart = @p0 AND e.exchange_id = p.awaits)
                OR EXISTS (SELECT 1 FROM messages m WHERE m.counterpart = @p0 AND NOT m.outgoing AND m.message_id = p.awaits AND m.code <> @p3))
            ORDER BY p.id LIMIT @p4
            """,
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetString(3)),
            counterpart.Value,
            afterId,
            now.ToUnixTimeMilliseconds(),
            (int)ReceiptCode.Accepted,
            most
        );
}
