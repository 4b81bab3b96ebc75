using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>
/// The rows of messages while a ledger is renewed: those of the former ledger move to the present one, each to the entry that records
/// its message again.
/// </summary>
internal static class RenewalTable
{
    /// <summary>When the last message was recorded or settled, of those before a time; milliseconds since 1970.</summary>
    public static long LatestTime(SqlSession sql, DateTimeOffset before) =>
        sql.Scalar<long>(
            """
            SELECT MAX(CASE WHEN settled_at > recorded_at THEN settled_at ELSE recorded_at END) FROM messages
            WHERE recorded_at < @p0 AND COALESCE(settled_at, 0) < @p0
            """,
            before.ToUnixTimeMilliseconds()
        );

    /// <summary>Assigns all messages to the ledger that ends, whatever their rows say.</summary>
    public static void Claim(SqlSession sql, long formerLog) => sql.Execute("UPDATE messages SET log = @p0", formerLog);

    /// <summary>
    /// The messages of the ledger that has ended: columns 0 to 10 of the message, 11 and 12 of its content, 13 and 14 of the message, 15
    /// and 16 of its exchange.
    /// </summary>
    public static List<T> Messages<T>(SqlSession sql, long formerLog, Func<DbDataReader, T> map) =>
        sql.Query(
            """
            SELECT m.entry_index, m.counterpart, m.outgoing, m.message_id, m.exchange_id, m.kind, m.sequence, m.signed, m.sealed, m.code, m.recorded_at, c.wrapped_key, c.content, m.issued_at, m.expires_at, x.reference, x.state
            FROM messages m LEFT JOIN contents c ON c.log = m.log AND c.entry_index = m.entry_index
            LEFT JOIN exchanges x ON x.counterpart = m.counterpart AND x.exchange_id = m.exchange_id AND m.message_id = m.exchange_id
            WHERE m.log = @p0
            """,
            map,
            formerLog
        );

    /// <summary>Its receipts, each with the message of ours that it settled.</summary>
    public static List<T> Receipts<T>(SqlSession sql, long formerLog, Func<DbDataReader, T> map) =>
        sql.Query(
            """
            SELECT r.entry_index, m.counterpart, m.message_id, m.exchange_id, m.kind, m.sequence, m.signed, m.settled_at, r.item
            FROM receipts r JOIN messages m ON m.counterpart = r.counterpart AND m.message_id = r.message_id AND m.outgoing
            WHERE r.log = @p0
            """,
            map,
            formerLog
        );

    /// <summary>The row of a message that was not moved yet, by any of its names; the one with its signature first.</summary>
    public static Tuple<long, long>? Find(
        SqlSession sql,
        long formerLog,
        string counterpart,
        bool outgoing,
        Digest? signed,
        Digest? @sealed,
        string? id
    ) =>
        sql.First(
            """
            SELECT id, entry_index FROM messages WHERE log = @p0 AND counterpart = @p1 AND outgoing = @p2 AND (signed = @p3 OR sealed = @p4 OR message_id = @p5)
            ORDER BY signed = @p3 DESC LIMIT 1
            """,
            row => Tuple.Create(row.GetInt64(0), row.GetInt64(1)),
            formerLog,
            counterpart,
            outgoing,
            signed?.ToString(),
            @sealed?.ToString(),
            id
        );

    public static bool HasMessageAt(SqlSession sql, long formerLog, long index) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM messages WHERE log = @p0 AND entry_index = @p1", formerLog, index) > 0;

    public static void Move(SqlSession sql, long id, long entryIndex, Digest? signed) =>
        sql.Execute(
            $"UPDATE messages SET log = {LogTable.Present}, entry_index = @p1, signed = COALESCE(@p2, signed) WHERE id = @p0",
            id,
            entryIndex,
            signed?.ToString()
        );

    /// <summary>Deletes the rows that belong to no entry of the present ledger; returns their number.</summary>
    public static int DropTheRest(SqlSession sql) => sql.Execute($"DELETE FROM messages WHERE log <> {LogTable.Present}");
}
