namespace Exchange.Gateway.Store;

/// <summary>What a caller requested with an idempotency key: a repeated request has no second effect.</summary>
internal sealed record IdempotencyRow(string Key, string RequestDigest, string MessageId, long At);

/// <summary>What was requested with a key, and the message that resulted.</summary>
internal sealed record DoneRequest(string Request, Guid MessageId, Guid ExchangeId, string Reference, Digest Signed);

/// <summary>The message of each key.</summary>
internal static class IdempotencyTable
{
    public static DoneRequest? Find(SqlSession sql, string key) =>
        sql.First(
            """
            SELECT i.request_digest, m.message_id, m.exchange_id, e.reference, m.signed FROM idempotency i
            JOIN messages m ON m.message_id = i.message_id AND m.outgoing
            JOIN exchanges e ON e.exchange_id = m.exchange_id AND e.counterpart = m.counterpart
            WHERE i.key = @p0
            """,
            row => new DoneRequest(
                row.GetString(0),
                Guid.Parse(row.GetString(1)),
                Guid.Parse(row.GetString(2)),
                row.GetString(3),
                Digest.Parse(row.GetString(4))
            ),
            key
        );

    /// <summary>What was requested with a key of a draft's, and the draft that resulted.</summary>
    public static (string Request, Guid Draft)? FindDraft(SqlSession sql, string key) =>
        sql.Query(
                "SELECT request_digest, message_id FROM idempotency WHERE key = @p0",
                row => ((string, Guid)?)(row.GetString(0), Guid.Parse(row.GetString(1))),
                key
            )
            .FirstOrDefault();

    public static void Insert(SqlSession sql, string key, Digest request, Guid messageId, DateTimeOffset now) =>
        sql.Execute(
            "INSERT INTO idempotency (key, request_digest, message_id, at) VALUES (@p0, @p1, @p2, @p3)",
            key,
            request.ToString(),
            MessageId.Write(messageId),
            now.ToUnixTimeMilliseconds()
        );
}
