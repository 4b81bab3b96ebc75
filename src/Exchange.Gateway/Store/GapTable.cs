namespace Exchange.Gateway.Store;

/// <summary>A sequence of an exchange that stays missing: of the counterpart's messages, or one of ours that it never receipted.</summary>
/// <param name="ExchangeId">Of the exchange.</param>
/// <param name="Sequence">The first that is missing.</param>
/// <param name="Ours">Whose message it is.</param>
/// <param name="Proof">The message by which it is known: the one after the gap, or the one without a receipt.</param>
internal sealed record SequenceGap(Guid ExchangeId, int Sequence, bool Ours, string Proof)
{
    /// <summary>What its alarm is about, so that it is raised once.</summary>
    public override string ToString() => $"{MessageId.Write(ExchangeId)} {Sequence} {(Ours ? "ours" : "theirs")}";
}

/// <summary>The gaps of which no alarm was raised.</summary>
internal static class GapTable
{
    /// <summary>
    /// Of the counterpart's messages. What is deferred has come; it is no gap. A message whose id was another's is named by its signature.
    /// </summary>
    public static List<SequenceGap> Theirs(SqlSession sql, PartyName counterpart, DateTimeOffset issuedBefore, int most) =>
        sql.Query(
            """
            SELECT exchange_id, missing, proof FROM (
                SELECT m.exchange_id, COALESCE(m.message_id, m.signed) AS proof, m.sequence, 1 + COALESCE((SELECT MAX(p.sequence) FROM messages p WHERE p.counterpart = m.counterpart
                    AND p.outgoing = m.outgoing AND p.exchange_id = m.exchange_id AND p.sequence < m.sequence), 0) AS missing
                FROM messages m WHERE m.counterpart = @p0 AND m.outgoing = @p1 AND m.exchange_id IS NOT NULL AND m.sequence > 1 AND m.issued_at < @p2) found
            WHERE missing < sequence
                AND NOT EXISTS (SELECT 1 FROM deferred w WHERE w.counterpart = @p0 AND w.exchange_id = found.exchange_id)
                AND NOT EXISTS (SELECT 1 FROM alarms a WHERE a.counterpart = @p0 AND a.alarm = @p3 AND a.presented = found.exchange_id || ' ' || missing || ' theirs')
            LIMIT @p4
            """,
            row => new SequenceGap(Guid.Parse(row.GetString(0)), row.GetInt32(1), Ours: false, row.GetString(2)),
            counterpart.Value,
            false,
            issuedBefore.ToUnixTimeMilliseconds(),
            LedgerEvents.SequenceGap,
            most
        );

    /// <summary>Of ours: those whose resending has ended without a receipt.</summary>
    public static List<SequenceGap> Ours(SqlSession sql, PartyName counterpart, DateTimeOffset now, int most) =>
        sql.Query(
            """
            SELECT m.exchange_id, m.sequence, m.message_id FROM outbox o
            JOIN messages m ON m.counterpart = o.counterpart AND m.outgoing = @p1 AND m.message_id = o.message_id
            WHERE o.counterpart = @p0 AND o.settled_at IS NULL AND o.give_up_at < @p2 AND m.code IS NULL
                AND NOT EXISTS (SELECT 1 FROM alarms a WHERE a.counterpart = @p0 AND a.alarm = @p3 AND a.presented = m.exchange_id || ' ' || m.sequence || ' ours')
            LIMIT @p4
            """,
            row => new SequenceGap(Guid.Parse(row.GetString(0)), row.GetInt32(1), Ours: true, row.GetString(2)),
            counterpart.Value,
            true,
            now.ToUnixTimeMilliseconds(),
            LedgerEvents.SequenceGap,
            most
        );
}
