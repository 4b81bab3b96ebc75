using Exchange.Gateway.Linking;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Dispatching;

/// <summary>The outbox's rows: what must reach a counterpart's mailbox.</summary>
internal static class OutboxTable
{
    private static readonly TimeSpan LongestResend = TimeSpan.FromHours(1);

    private static readonly TimeSpan KeptAfterReceipt = TimeSpan.FromDays(30);
    private static readonly TimeSpan AfterExpiry = TimeSpan.FromDays(7);

    public static void Add(SqlSession sql, OutgoingMessage message) => sql.Execute(
        "INSERT INTO outbox (counterpart, message_id, link, sealed, give_up_at, attempts) VALUES (@p0, @p1, @p2, @p3, @p4, 0)",
        message.To.Value,
        MessageId.Write(message.Message.Header.MessageId),
        message.Message.Header.Kind.IsLink(),
        message.Sealed.Bytes.ToArray(),
        (message.Message.Header.ExpiresAt + AfterExpiry).ToUnixTimeMilliseconds());

    /// <summary>What was never confirmed, after <paramref name="afterId"/>, in the order of sending.</summary>
    public static List<OutboxItem> Fresh(SqlSession sql, PartyName counterpart, long afterId, int limit) => sql.Query(
        """
        SELECT id, message_id, link, sealed, attempts FROM outbox
        WHERE counterpart = @p0 AND confirmed_at IS NULL AND settled_at IS NULL AND id > @p1 ORDER BY id LIMIT @p2
        """,
        OutboxItem.Map, counterpart.Value, afterId, limit);

    /// <summary>What was confirmed and has waited long enough for its receipt.</summary>
    public static List<OutboxItem> Due(SqlSession sql, PartyName counterpart, DateTimeOffset now, int limit) => sql.Query(
        """
        SELECT id, message_id, link, sealed, attempts FROM outbox
        WHERE counterpart = @p0 AND settled_at IS NULL AND next_attempt_at <= @p1 AND give_up_at > @p1 ORDER BY next_attempt_at LIMIT @p2
        """,
        OutboxItem.Map, counterpart.Value, now.ToUnixTimeMilliseconds(), limit);

    /// <summary>The broker has it: a link message is done, a case message waits for its receipt.</summary>
    public static void Confirm(SqlSession sql, OutboxItem item, DateTimeOffset now, TimeSpan firstResend)
    {
        if (item.Link)
        {
            sql.Execute("DELETE FROM outbox WHERE id = @p0", item.Id);
            return;
        }

        sql.Execute(
            "UPDATE outbox SET confirmed_at = @p1, next_attempt_at = @p2, attempts = attempts + 1 WHERE id = @p0",
            item.Id, now.ToUnixTimeMilliseconds(), (now + WaitAfter(firstResend, item.Attempts)).ToUnixTimeMilliseconds());
    }

    /// <summary>The receipt is here: sent no more, kept for a while in case the counterpart asks.</summary>
    public static void Settle(SqlSession sql, PartyName counterpart, Guid messageId, DateTimeOffset now) => sql.Execute(
        "UPDATE outbox SET settled_at = @p2 WHERE message_id = @p0 AND counterpart = @p1 AND settled_at IS NULL",
        MessageId.Write(messageId), counterpart.Value, now.ToUnixTimeMilliseconds());

    /// <summary>Lets go of what was settled, or given up, long enough ago: until then the counterpart may ask for it again.</summary>
    public static void Forget(SqlSession sql, PartyName counterpart, DateTimeOffset now)
    {
        var before = (now - KeptAfterReceipt).ToUnixTimeMilliseconds();
        sql.Execute("DELETE FROM outbox WHERE counterpart = @p0 AND (settled_at < @p1 OR give_up_at < @p1)", counterpart.Value, before);
    }

    /// <summary>The wait for an answer after so many attempts before this one (border protocol, section 4).</summary>
    public static TimeSpan WaitAfter(TimeSpan firstResend, int attempts) =>
        TimeSpan.FromTicks((long)Math.Min(firstResend.Ticks * Math.Pow(2, attempts), LongestResend.Ticks));
}
