using System.Data.Common;
using Exchange.Protocol.Link;
using Exchange.Sealing;

namespace Exchange.Gateway.Store;

/// <summary>A sealed message on its way out. A link message goes with its confirm, a case message with its receipt.</summary>
internal sealed class OutboxRow
{
    public long Id { get; init; }

    public required string Counterpart { get; init; }

    public required string MessageId { get; init; }

    public required bool Link { get; init; }

    /// <summary>Code of the kind; a question for a missing checkpoint is told apart from a cosignature.</summary>
    public required string Kind { get; init; }

    /// <summary>When resending ends.</summary>
    public required long GiveUpAt { get; init; }

    public int Attempts { get; init; }

    public long? ConfirmedAt { get; init; }

    public long? NextAttemptAt { get; init; }

    public long? SettledAt { get; init; }
}

/// <summary>The sealed bytes of an outgoing message. Apart from the outbox's row, which changes while these do not.</summary>
internal sealed record SealedRow(long OutboxId, byte[] Bytes);

/// <summary>The outbox's rows: what must reach a counterpart's mailbox.</summary>
internal static class OutboxTable
{
    private const int ForgottenAtOnce = 500;

    // What gateways say to each other and the counterpart does not take: a receipt that is let go of is made anew when its message comes
    // again.
    private const long MostLinkBytes = 64 * 1024 * 1024;

    // A cosignature and a question for a missing checkpoint are messages of one kind.
    private const string AsksForCheckpoint = "cosignature-wanted";

    private static readonly TimeSpan LongestResend = TimeSpan.FromHours(1);

    private static readonly TimeSpan KeptAfterReceipt = TimeSpan.FromDays(30);

    public static void Add(SqlSession sql, OutgoingMessage message)
    {
        var header = message.Message.Header;
        var kind = message.Message.Body is CosignatureBody { Wanted: not null } ? AsksForCheckpoint : header.Kind.Code;
        // It tells of the present: one that has not gone out yet has no use beside a newer one. Only receipts are each of their own.
        if (header.Kind is LinkKind && header.Kind != LinkKind.Receipt)
            sql.Execute("DELETE FROM outbox WHERE counterpart = @p0 AND kind = @p1 AND link", message.To.Value, kind);
        var id = sql.Scalar<long>(
            "INSERT INTO outbox (counterpart, message_id, link, kind, give_up_at, attempts) VALUES (@p0, @p1, @p2, @p3, @p4, 0) "
                + "RETURNING id",
            message.To.Value,
            MessageId.Write(header.MessageId),
            header.Kind is LinkKind,
            kind,
            (header.ExpiresAt + MessageHeader.ResentAfterExpiry).ToUnixTimeMilliseconds()
        );
        sql.Execute("INSERT INTO sealed (outbox_id, bytes) VALUES (@p0, @p1)", id, message.Sealed.Bytes.ToArray());
    }

    /// <summary>Whether a link message of this kind still waits to go out for the first time.</summary>
    public static bool IsQueued(SqlSession sql, PartyName counterpart, MessageKind kind, DateTimeOffset now) =>
        sql.Scalar<long>(
            "SELECT COUNT(*) FROM outbox WHERE counterpart = @p0 AND kind = @p1 AND link AND give_up_at > @p2",
            counterpart.Value,
            kind.Code,
            now.ToUnixTimeMilliseconds()
        ) > 0;

    /// <summary>The newest row of all; 0 for none.</summary>
    public static long Newest(SqlSession sql) => sql.Scalar<long>("SELECT MAX(id) FROM outbox");

    /// <summary>How many messages have not been receipted, or not gone out.</summary>
    public static long Waiting(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM outbox WHERE settled_at IS NULL AND counterpart = @p0", counterpart.Value);

    /// <summary>How many the broker has confirmed and the counterpart has not receipted.</summary>
    public static long WithoutReceipt(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<long>(
            "SELECT COUNT(*) FROM outbox WHERE settled_at IS NULL AND confirmed_at IS NOT NULL AND counterpart = @p0",
            counterpart.Value
        );

    /// <summary>When the oldest message that waits was made; null if none waits.</summary>
    public static DateTimeOffset? WaitsSince(SqlSession sql, PartyName counterpart) =>
        List(sql, counterpart, after: 0, DateTimeOffset.UnixEpoch, most: 1) is [var oldest] ? oldest.MadeAt : null;

    /// <summary>What has no receipt, or was not sent, after an id, in the order of sending.</summary>
    public static List<QueuedView> List(SqlSession sql, PartyName counterpart, long after, DateTimeOffset now, int most) =>
        sql.Query(
            """
            SELECT id, message_id, kind, link, attempts, confirmed_at, next_attempt_at, give_up_at FROM outbox
            WHERE settled_at IS NULL AND counterpart = @p0 AND id > @p1 ORDER BY id LIMIT @p2
            """,
            row => View(row, now),
            counterpart.Value,
            after,
            most
        );

    /// <summary>What was confirmed and has no receipt is sent again at once; says how many these are.</summary>
    public static int Resend(SqlSession sql, PartyName counterpart, DateTimeOffset now) =>
        sql.Execute(
            "UPDATE outbox SET next_attempt_at = @p1 WHERE counterpart = @p0 AND settled_at IS NULL AND confirmed_at IS NOT NULL "
                + "AND give_up_at > @p1",
            counterpart.Value,
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>What was never confirmed, after one row and up to another, in the order of sending.</summary>
    public static List<long> Fresh(SqlSession sql, PartyName counterpart, long after, long upTo, DateTimeOffset now, int limit) =>
        sql.Query(
            """
            SELECT o.id FROM outbox o
            WHERE o.counterpart = @p0 AND o.confirmed_at IS NULL AND o.settled_at IS NULL AND o.id > @p1 AND o.id <= @p2 AND o.give_up_at > @p3
            ORDER BY o.id LIMIT @p4
            """,
            row => row.GetInt64(0),
            counterpart.Value,
            after,
            upTo,
            now.ToUnixTimeMilliseconds(),
            limit
        );

    /// <summary>What was confirmed and has waited long enough for its receipt.</summary>
    public static List<long> Due(SqlSession sql, PartyName counterpart, DateTimeOffset now, int limit) =>
        sql.Query(
            """
            SELECT o.id FROM outbox o
            WHERE o.counterpart = @p0 AND o.settled_at IS NULL AND (o.next_attempt_at <= @p1 OR o.next_attempt_at > @p2) AND o.give_up_at > @p1
            ORDER BY o.next_attempt_at LIMIT @p3
            """,
            // A next attempt that is farther than any wait was set by a clock that has been set right since.
            row => row.GetInt64(0),
            counterpart.Value,
            now.ToUnixTimeMilliseconds(),
            (now + (2 * LongestResend)).ToUnixTimeMilliseconds(),
            limit
        );

    /// <summary>One message with its bytes; null if it is not there any more.</summary>
    public static OutboxItem? Read(SqlSession sql, long id) =>
        sql.First(
            "SELECT o.id, o.message_id, o.link, s.bytes, o.attempts FROM outbox o JOIN sealed s ON s.outbox_id = o.id WHERE o.id "
                + "= @p0 AND o.settled_at IS NULL",
            OutboxItem.Map,
            id
        );

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
            item.Id,
            now.ToUnixTimeMilliseconds(),
            (now + WaitAfter(firstResend, item.Attempts)).ToUnixTimeMilliseconds()
        );
    }

    /// <summary>The receipt is here: sent no more, kept for a while in case the counterpart asks.</summary>
    public static void Settle(SqlSession sql, PartyName counterpart, Guid messageId, DateTimeOffset now) =>
        sql.Execute(
            "UPDATE outbox SET settled_at = @p2 WHERE message_id = @p0 AND counterpart = @p1 AND settled_at IS NULL",
            MessageId.Write(messageId),
            counterpart.Value,
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>The newest link message that goes beyond what may wait for a counterpart, with all older ones; 0 if none does.</summary>
    public static long Excess(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<long>(
            """
            SELECT MAX(id) FROM (SELECT o.id, SUM(LENGTH(s.bytes)) OVER (ORDER BY o.id DESC) AS kept
                FROM outbox o JOIN sealed s ON s.outbox_id = o.id WHERE o.counterpart = @p0 AND o.link) found
            WHERE kept > @p1
            """,
            counterpart.Value,
            MostLinkBytes
        );

    public static void DropLinkMessages(SqlSession sql, PartyName counterpart, long upTo) =>
        sql.Execute("DELETE FROM outbox WHERE counterpart = @p0 AND link AND id <= @p1", counterpart.Value, upTo);

    /// <summary>Lets go of what was settled, or given up, long enough ago: until then the counterpart may ask for it again.</summary>
    /// <returns>True if there may be more.</returns>
    public static bool Forget(SqlSession sql, PartyName counterpart, DateTimeOffset now)
    {
        var before = (now - KeptAfterReceipt).ToUnixTimeMilliseconds();
        var settled = sql.Execute(
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE counterpart = @p0 AND settled_at < @p1 LIMIT @p2)",
            counterpart.Value,
            before,
            ForgottenAtOnce
        );
        var givenUp = sql.Execute(
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE counterpart = @p0 AND settled_at IS NULL AND give_up_at "
                + "< @p1 LIMIT @p2)",
            counterpart.Value,
            before,
            ForgottenAtOnce
        );
        return settled == ForgottenAtOnce || givenUp == ForgottenAtOnce;
    }

    private static QueuedView View(DbDataReader row, DateTimeOffset now)
    {
        var (id, givesUpAt) = (Guid.Parse(row.GetString(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)));
        var state =
            givesUpAt <= now ? QueueState.GivenUp
            : row.IsDBNull(5) ? QueueState.Waiting
            : QueueState.WithoutReceipt;
        return new(row.GetInt64(0), id, row.GetString(2), row.GetBoolean(3), state, MessageId.TimeOf(id), row.GetInt32(4))
        {
            NextAttemptAt = row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
            GivesUpAt = givesUpAt,
        };
    }

    /// <summary>The wait for an answer after so many attempts before this one (border protocol, section 4).</summary>
    public static TimeSpan WaitAfter(TimeSpan firstResend, int attempts) =>
        TimeSpan.FromTicks((long)Math.Min(firstResend.Ticks * Math.Pow(2, attempts), LongestResend.Ticks));
}

/// <summary>A message that is signed and sealed, and nowhere yet.</summary>
internal sealed record OutgoingMessage(PartyName To, Message Message, SealedMessage Sealed)
{
    public override string ToString() => $"{Message} to {To}";
}

/// <summary>A sealed message to publish.</summary>
internal sealed record OutboxItem(long Id, string MessageId, bool Link, ReadOnlyMemory<byte> Sealed, int Attempts)
{
    public static OutboxItem Map(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetBoolean(2), row.GetFieldValue<byte[]>(3), row.GetInt32(4));

    public override string ToString() => MessageId;
}
