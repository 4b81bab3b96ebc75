using System.Text;

namespace Exchange.Gateway.Store;

/// <summary>
/// What a caller requested with an idempotency key: a repeated request has no second effect. The id is of what resulted: a message, a
/// draft, a person or the key of a machine.
/// </summary>
internal sealed record IdempotencyRow(string Key, string RequestDigest, string MessageId, long At);

/// <summary>What was requested with a key, and the message that resulted.</summary>
internal sealed record DoneRequest(string Request, Guid MessageId, Guid ExchangeId, string Reference, Digest Signed);

/// <summary>A request that its caller may repeat with the same Idempotency-Key. A key belongs to its caller.</summary>
internal sealed record KeyedCall(string Key, Digest Request)
{
    /// <param name="kind">What is asked for: the same key for another kind of request is another key.</param>
    /// <param name="actor">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="what">What is to be done, and with what.</param>
    /// <param name="said">The body of the request.</param>
    /// <returns>Null for a request without a key.</returns>
    public static KeyedCall? Of(string kind, string actor, string? key, string what, ReadOnlySpan<byte> said) =>
        key is null ? null : new($"{kind}:{actor}:{key}", Digest.Of([.. Encoding.UTF8.GetBytes(what), 0, .. said]));

    /// <summary>What was done with this key, and whether that was the same request; null if it is new.</summary>
    public (Guid Id, bool IsSame)? Find(SqlSession sql) =>
        IdempotencyTable.FindCall(sql, Key) is var (known, id) ? (id, known == Request.ToString()) : null;

    /// <summary>Records what resulted, in the transaction that does what was asked for.</summary>
    public void Keep(SqlSession sql, Guid id, DateTimeOffset now) => IdempotencyTable.Insert(sql, Key, Request, id, now);
}

/// <summary>What resulted from each key.</summary>
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

    /// <summary>What was requested with a key that is of no message yet, and the id of what resulted.</summary>
    public static (string Request, Guid Id)? FindCall(SqlSession sql, string key) =>
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
