namespace Exchange.Gateway.Store;

/// <summary>Something that arrived and that nobody is proved to have sent: counted, kept, never answered.</summary>
/// <param name="Times">How often it arrived.</param>
internal sealed record QuarantineRow(long Id, string Counterpart, string Sealed, int Code, long ArrivedAt, byte[] Bytes, int Times);

/// <summary>Arrivals that nobody is proved to have sent.</summary>
internal static class QuarantineTable
{
    /// <summary>Keeps an arrival, or counts that it came again.</summary>
    public static void Put(
        SqlSession sql,
        PartyName counterpart,
        Digest @sealed,
        ReceiptCode code,
        ReadOnlyMemory<byte> bytes,
        DateTimeOffset now
    )
    {
        var again = sql.Execute(
            "UPDATE quarantine SET times = times + 1, arrived_at = @p2 WHERE counterpart = @p0 AND sealed = @p1",
            counterpart.Value,
            @sealed.ToString(),
            now.ToUnixTimeMilliseconds()
        );
        if (again == 0)
        {
            sql.Execute(
                "INSERT INTO quarantine (counterpart, sealed, code, arrived_at, bytes, times) VALUES (@p0, @p1, @p2, @p3, @p4, 1)",
                counterpart.Value,
                @sealed.ToString(),
                (int)code,
                now.ToUnixTimeMilliseconds(),
                bytes.ToArray()
            );
        }
    }

    /// <summary>The newest of a counterpart's arrivals that exceed what is kept; 0 if none do.</summary>
    public static long Excess(SqlSession sql, PartyName counterpart, int most, long mostBytes) =>
        sql.Scalar<long>(
            """
            SELECT MAX(id) FROM (SELECT id, COUNT(*) OVER newer AS kept, SUM(LENGTH(bytes)) OVER newer AS size
                FROM quarantine WHERE counterpart = @p0 WINDOW newer AS (ORDER BY id DESC)) found
            WHERE kept > @p1 OR size > @p2
            """,
            counterpart.Value,
            most,
            mostBytes
        );

    public static void Drop(SqlSession sql, PartyName counterpart, long upTo) =>
        sql.Execute("DELETE FROM quarantine WHERE counterpart = @p0 AND id <= @p1", counterpart.Value, upTo);

    /// <summary>What is kept, the newest first below an id, without its bytes.</summary>
    public static List<QuarantinedView> List(SqlSession sql, PartyName? counterpart, long below, int most) =>
        sql.Query(
            """
            SELECT id, arrived_at, counterpart, sealed, LENGTH(bytes), code, times FROM quarantine
            WHERE id < @p0 AND (counterpart = @p1 OR @p1 = '') ORDER BY id DESC LIMIT @p2
            """,
            row => new QuarantinedView(
                row.GetInt64(0),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
                row.GetString(2),
                Digest.Parse(row.GetString(3)),
                row.GetInt64(4),
                row.GetInt32(5),
                ((ReceiptCode)row.GetInt32(5)).Meaning(),
                row.GetInt32(6)
            ),
            below,
            counterpart?.Value ?? "",
            most
        );

    public static (Digest Sealed, ReceiptCode Code) Newest(SqlSession sql, PartyName counterpart) =>
        sql.Query(
            "SELECT sealed, code FROM quarantine WHERE counterpart = @p0 ORDER BY arrived_at DESC, id DESC LIMIT 1",
            row => (Digest.Parse(row.GetString(0)), (ReceiptCode)row.GetInt32(1)),
            counterpart.Value
        )[0];
}
