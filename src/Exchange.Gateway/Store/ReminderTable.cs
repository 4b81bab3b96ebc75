namespace Exchange.Gateway.Store;

/// <summary>How often an exchange that has a due time was brought to mind.</summary>
internal sealed class ReminderRow
{
    public required string Counterpart { get; init; }

    public required string ExchangeId { get; init; }

    /// <summary>The due time that the stage counts for: another one begins anew.</summary>
    public required long DueAt { get; init; }

    /// <summary>The newest stage that was recorded (<see cref="ReminderSchedule"/>).</summary>
    public required int Stage { get; init; }

    /// <summary>When the next stage comes.</summary>
    public required long NextAt { get; init; }
}

/// <summary>An exchange that waits for an answer, and how often it was brought to mind for its due time.</summary>
/// <param name="Folded">Its state, read only where it is used: one that is damaged must not keep others waiting.</param>
internal sealed record WaitingExchange(PartyName Counterpart, Guid ExchangeId, string Folded, DateTimeOffset DueAt, int Stage)
{
    private readonly Lazy<ExchangeState> _state = new(() => ExchangeTable.Read(Folded));

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public ExchangeState State => _state.Value;
}

/// <summary>The reminders of exchanges that wait for an answer.</summary>
internal static class ReminderTable
{
    private const string Ended = """
        next_at <= @p0 AND NOT EXISTS (SELECT 1 FROM exchanges e
            WHERE e.counterpart = reminders.counterpart AND e.exchange_id = reminders.exchange_id AND e.due_at = reminders.due_at)
        """;

    /// <summary>What finds those whose due time is new; the index that it reads is in that order.</summary>
    internal const string Unplanned = """
        SELECT e.counterpart, e.exchange_id, e.state, e.due_at FROM exchanges e
        LEFT JOIN reminders r ON r.counterpart = e.counterpart AND r.exchange_id = e.exchange_id
        WHERE e.due_at >= @p0 AND (r.due_at IS NULL OR r.due_at <> e.due_at) ORDER BY e.due_at LIMIT @p1
        """;

    /// <summary>Those whose due time is new, or another than before, from a due time on, the earliest first.</summary>
    public static List<WaitingExchange> ReadUnplanned(SqlSession sql, DateTimeOffset from, int most) =>
        sql.Query(
            Unplanned,
            row => new WaitingExchange(
                PartyName.Parse(row.GetString(0)),
                Guid.Parse(row.GetString(1)),
                row.GetString(2),
                Time(row.GetInt64(3)),
                0
            ),
            from.ToUnixTimeMilliseconds(),
            most
        );

    /// <summary>Those with a counterpart whose next stage has come, the earliest first.</summary>
    public static List<WaitingExchange> Due(SqlSession sql, PartyName counterpart, DateTimeOffset now, int most) =>
        sql.Query(
            """
            SELECT r.counterpart, r.exchange_id, e.state, r.due_at, r.stage FROM reminders r
            JOIN exchanges e ON e.counterpart = r.counterpart AND e.exchange_id = r.exchange_id AND e.due_at = r.due_at
            WHERE r.counterpart = @p0 AND r.next_at <= @p1 ORDER BY r.next_at LIMIT @p2
            """,
            row => new WaitingExchange(
                PartyName.Parse(row.GetString(0)),
                Guid.Parse(row.GetString(1)),
                row.GetString(2),
                Time(row.GetInt64(3)),
                row.GetInt32(4)
            ),
            counterpart.Value,
            now.ToUnixTimeMilliseconds(),
            most
        );

    /// <summary>The stage that was recorded for a due time; null if none is planned for it.</summary>
    public static int? StageOf(SqlSession sql, WaitingExchange waiting) =>
        sql.Query(
                "SELECT stage FROM reminders WHERE counterpart = @p0 AND exchange_id = @p1 AND due_at = @p2",
                row => (int?)row.GetInt32(0),
                waiting.Counterpart.Value,
                MessageId.Write(waiting.ExchangeId),
                waiting.DueAt.ToUnixTimeMilliseconds()
            )
            .FirstOrDefault();

    public static void Put(SqlSession sql, WaitingExchange waiting, int stage, DateTimeOffset nextAt) =>
        sql.Execute(
            """
            INSERT INTO reminders (counterpart, exchange_id, due_at, stage, next_at) VALUES (@p0, @p1, @p2, @p3, @p4)
            ON CONFLICT (counterpart, exchange_id) DO UPDATE SET due_at = @p2, stage = @p3, next_at = @p4
            """,
            waiting.Counterpart.Value,
            MessageId.Write(waiting.ExchangeId),
            waiting.DueAt.ToUnixTimeMilliseconds(),
            stage,
            nextAt.ToUnixTimeMilliseconds()
        );

    /// <summary>True if some wait for nothing any more.</summary>
    public static bool HasEnded(SqlSession sql, DateTimeOffset now) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM reminders WHERE " + Ended, now.ToUnixTimeMilliseconds()) > 0;

    /// <summary>Lets go of those.</summary>
    public static void Forget(SqlSession sql, DateTimeOffset now) =>
        sql.Execute("DELETE FROM reminders WHERE " + Ended, now.ToUnixTimeMilliseconds());

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
