using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Store;

/// <summary>A counterpart's message that it took back, until we have said that what it says is destroyed.</summary>
internal sealed class TakenBackRow
{
    public required string Counterpart { get; init; }

    /// <summary>The message that took it back.</summary>
    public required string WithdrawalId { get; init; }

    public required string ExchangeId { get; init; }

    /// <summary>The opening message, if the whole exchange was taken back.</summary>
    public required string MessageId { get; init; }

    /// <summary>True if the whole exchange was taken back.</summary>
    public required bool Whole { get; init; }
}

/// <summary>
/// What counterparts took back. It is destroyed by an officer, or when its date has passed: for whatever reason, an <c>erasure</c> of the
/// ground <c>withdrawn</c> must say it. The ledger has only how many messages were taken back, so these rows stay when its tables are made
/// anew.
/// </summary>
internal static class TakenBackTable
{
    // A withdrawal and an erasure say nothing of the case.
    private const string IsDestroyed = """
        CASE WHEN t.whole
            THEN NOT EXISTS (
                SELECT 1 FROM messages m JOIN contents c ON c.log = m.log AND c.entry_index = m.entry_index
                WHERE m.counterpart = t.counterpart AND m.exchange_id = t.exchange_id AND NOT m.outgoing AND c.content IS NOT NULL
                    AND m.kind NOT IN ('withdrawal', 'erasure'))
            ELSE EXISTS (
                SELECT 1 FROM messages m JOIN contents c ON c.log = m.log AND c.entry_index = m.entry_index
                WHERE m.counterpart = t.counterpart AND m.message_id = t.message_id AND NOT m.outgoing AND c.erased_at IS NOT NULL)
        END
        """;

    /// <summary>Keeps what a withdrawal takes back, when it is accepted; nothing of any other message.</summary>
    public static void Keep(SqlSession sql, PartyName counterpart, Message message)
    {
        if (message.Body is not WithdrawalBody withdrawal)
            return;
        var exchange = message.Header.ExchangeId!.Value;
        foreach (var taken in withdrawal.Messages ?? [exchange])
        {
            sql.Execute(
                """
                INSERT INTO taken_back (counterpart, withdrawal_id, exchange_id, message_id, whole) VALUES (@p0, @p1, @p2, @p3, @p4)
                ON CONFLICT (counterpart, withdrawal_id, message_id) DO NOTHING
                """,
                counterpart.Value,
                MessageId.Write(message.Header.MessageId),
                MessageId.Write(exchange),
                MessageId.Write(taken),
                withdrawal.Messages is null
            );
        }
    }

    /// <summary>An erasure of ours says that a message is destroyed: as it is counted, of one withdrawal.</summary>
    public static void Say(SqlSession sql, PartyName counterpart, Guid exchangeId, Guid messageId)
    {
        var of = sql.First(
            """
            SELECT withdrawal_id, message_id FROM taken_back
            WHERE counterpart = @p0 AND exchange_id = @p1 AND (whole OR message_id = @p2) ORDER BY whole, withdrawal_id LIMIT 1
            """,
            row => new { Withdrawal = row.GetString(0), Message = row.GetString(1) },
            counterpart.Value,
            MessageId.Write(exchangeId),
            MessageId.Write(messageId)
        );
        if (of is not null)
        {
            sql.Execute(
                "DELETE FROM taken_back WHERE counterpart = @p0 AND withdrawal_id = @p1 AND message_id = @p2",
                counterpart.Value,
                of.Withdrawal,
                of.Message
            );
        }
    }

    /// <summary>Of an exchange nothing need be said any more.</summary>
    public static void Clear(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        sql.Execute(
            "DELETE FROM taken_back WHERE counterpart = @p0 AND exchange_id = @p1",
            counterpart.Value,
            MessageId.Write(exchangeId)
        );

    /// <summary>The exchanges in which something that was taken back is destroyed, and that was not said.</summary>
    public static List<(PartyName Counterpart, Guid ExchangeId)> Unsaid(SqlSession sql) =>
        sql.Query(
            $"SELECT DISTINCT t.counterpart, t.exchange_id FROM taken_back t WHERE {IsDestroyed} ORDER BY t.counterpart, t.exchange_id",
            row => (PartyName.Parse(row.GetString(0)), Guid.Parse(row.GetString(1)))
        );

    /// <summary>What was taken back in one of them and is destroyed, each message once.</summary>
    public static List<TakenBackRow> Unsaid(SqlSession sql, PartyName counterpart, Guid exchangeId, int most) =>
        [
            .. sql.Query(
                    $"""
                    SELECT t.withdrawal_id, t.message_id, t.whole FROM taken_back t
                    WHERE t.counterpart = @p0 AND t.exchange_id = @p1 AND {IsDestroyed}
                    ORDER BY t.whole, t.withdrawal_id, t.message_id LIMIT @p2
                    """,
                    row => new TakenBackRow
                    {
                        Counterpart = counterpart.Value,
                        WithdrawalId = row.GetString(0),
                        ExchangeId = MessageId.Write(exchangeId),
                        MessageId = row.GetString(1),
                        Whole = row.GetBoolean(2),
                    },
                    counterpart.Value,
                    MessageId.Write(exchangeId),
                    most
                )
                .DistinctBy(row => row.MessageId),
        ];
}
