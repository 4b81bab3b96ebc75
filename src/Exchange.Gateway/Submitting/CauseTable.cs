using Exchange.Gateway.Store;
using Exchange.Protocol;

namespace Exchange.Gateway.Submitting;

/// <summary>Which message each cause has brought about.</summary>
internal static class CauseTable
{
    /// <summary>What this cause has brought about: the message, a conflict if it asked for something else, or nothing yet.</summary>
    public static SendResult? Find(SqlSession sql, Cause cause) => sql.First(
        """
        SELECT i.request_digest, m.message_id, m.exchange_id, m.signed, e.reference FROM idempotency i
        JOIN messages m ON m.message_id = i.message_id AND m.outgoing = @p1
        JOIN exchanges e ON e.exchange_id = m.exchange_id AND e.counterpart = m.counterpart
        WHERE i.key = @p0
        """,
        row => row.GetString(0) == cause.Request.ToString()
            ? new SendResult.Sent(Guid.Parse(row.GetString(1)), Guid.Parse(row.GetString(2)), row.GetString(4), Digest.Parse(row.GetString(3)))
            : (SendResult)new SendResult.KeyReused(),
        cause.Key, true);

    public static void Insert(SqlSession sql, Cause cause, Guid messageId, DateTimeOffset now) => sql.Execute(
        "INSERT INTO idempotency (key, request_digest, message_id, at) VALUES (@p0, @p1, @p2, @p3)",
        cause.Key, cause.Request.ToString(), MessageId.Write(messageId), now.ToUnixTimeMilliseconds());
}
