namespace Exchange.Gateway.Store;

/// <summary>When an officer wants an exchange to be brought back.</summary>
internal sealed class BringBackRow
{
    public required string Counterpart { get; init; }

    public required string ExchangeId { get; init; }

    public required long At { get; init; }

    /// <summary>True once this time has come and the event was raised.</summary>
    public required bool Raised { get; init; }
}

/// <summary>The times at which exchanges are brought back: at most one each.</summary>
internal static class BringBackTable
{
    /// <summary>The time that is set; null if there is none.</summary>
    public static DateTimeOffset? Find(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        sql.Query(
                "SELECT at FROM bring_backs WHERE counterpart = @p0 AND exchange_id = @p1",
                row => (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
                counterpart.Value,
                MessageId.Write(exchangeId)
            )
            .FirstOrDefault();

    public static void Put(SqlSession sql, PartyName counterpart, Guid exchangeId, DateTimeOffset at) =>
        sql.Execute(
            """
            INSERT INTO bring_backs (counterpart, exchange_id, at, raised) VALUES (@p0, @p1, @p2, @p3)
            ON CONFLICT (counterpart, exchange_id) DO UPDATE SET at = @p2, raised = @p3
            """,
            counterpart.Value,
            MessageId.Write(exchangeId),
            at.ToUnixTimeMilliseconds(),
            false
        );

    public static void Clear(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        sql.Execute(
            "DELETE FROM bring_backs WHERE counterpart = @p0 AND exchange_id = @p1",
            counterpart.Value,
            MessageId.Write(exchangeId)
        );

    /// <summary>Those with a counterpart whose time has come and that were not raised, the earliest first.</summary>
    public static List<BringBackRow> Due(SqlSession sql, PartyName counterpart, DateTimeOffset now, int most) =>
        sql.Query(
            "SELECT counterpart, exchange_id, at FROM bring_backs WHERE counterpart = @p0 AND at <= @p1 AND NOT raised ORDER BY "
                + "at LIMIT @p2",
            row => new BringBackRow
            {
                Counterpart = row.GetString(0),
                ExchangeId = row.GetString(1),
                At = row.GetInt64(2),
                Raised = false,
            },
            counterpart.Value,
            now.ToUnixTimeMilliseconds(),
            most
        );

    /// <summary>Says that a time was raised; false if it was before, or another one is set since.</summary>
    public static bool Take(SqlSession sql, BringBackRow due) =>
        sql.Execute(
            "UPDATE bring_backs SET raised = @p3 WHERE counterpart = @p0 AND exchange_id = @p1 AND at = @p2 AND NOT raised",
            due.Counterpart,
            due.ExchangeId,
            due.At,
            true
        ) == 1;
}
