using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Store;

/// <summary>The exchanges' rows.</summary>
internal static class ExchangeTable
{
    public static StoredExchange? Find(SqlSession sql, PartyName counterpart, Guid exchangeId) => sql.First(
        """
        SELECT e.reference, e.opened_by_us, k.wrapped_key FROM exchanges e
        JOIN data_keys k ON k.counterpart = e.counterpart AND k.exchange_id = e.exchange_id
        WHERE e.counterpart = @p0 AND e.exchange_id = @p1
        """,
        row => new StoredExchange(row.GetString(0), row.GetBoolean(1), row.GetFieldValue<byte[]>(2)),
        counterpart.Value, MessageId.Write(exchangeId));

    /// <summary>The reference of an exchange that is known, whether or not the key of its content still is.</summary>
    public static string? Reference(SqlSession sql, PartyName counterpart, Guid exchangeId) => sql.Scalar<string>(
        "SELECT reference FROM exchanges WHERE counterpart = @p0 AND exchange_id = @p1", counterpart.Value, MessageId.Write(exchangeId));

    public static void Insert(SqlSession sql, PartyName counterpart, Guid exchangeId, StoredExchange exchange, DateTimeOffset now)
    {
        InsertRow(sql, counterpart, exchangeId, exchange.Reference, exchange.OpenedByUs, now);
        sql.Execute(
            "INSERT INTO data_keys (counterpart, exchange_id, wrapped_key) VALUES (@p0, @p1, @p2)",
            counterpart.Value, MessageId.Write(exchangeId), exchange.DataKey);
    }

    /// <summary>The row alone: the key of its content is not made anew with it.</summary>
    public static void InsertRow(SqlSession sql, PartyName counterpart, Guid exchangeId, string reference, bool openedByUs, DateTimeOffset openedAt) => sql.Execute(
        "INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at) VALUES (@p0, @p1, @p2, @p3, @p4)",
        counterpart.Value, MessageId.Write(exchangeId), reference, openedByUs, openedAt.ToUnixTimeMilliseconds());
}
