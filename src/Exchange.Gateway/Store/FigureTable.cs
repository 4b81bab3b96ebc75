using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Store;

/// <summary>
/// Counts over exchanges, for supervisors. Of exchanges and messages alone, never of what they say. <c>units</c> are those whose exchanges
/// are counted; null counts all.
/// </summary>
internal static class FigureTable
{
    private const long Hour = 60 * 60 * 1000;

    // What ends the wait for an answer.
    private static readonly string Answers = string.Join(
        ", ",
        new[] { CaseKinds.Response, CaseKinds.Refusal, CaseKinds.Consent }.Select(kind => $"'{kind.Code}'")
    );

    public static List<OutcomeFigure> Outcomes(SqlSession sql, DateTimeOffset since, IReadOnlyList<string>? units) =>
        sql.Query(
            $"SELECT counterpart, opened_by_us, status, COUNT(*) FROM exchanges e WHERE opened_at >= @p0{Only(units, 1)} GROUP BY "
                + "counterpart, opened_by_us, status ORDER BY counterpart, opened_by_us, status",
            row => new OutcomeFigure(
                row.GetString(0),
                row.GetBoolean(1),
                CodeNames<ExchangeStatus>.TryParse(row.GetString(2), out var status)
                    ? status
                    : throw new InvalidDataException("An exchange has no known status."),
                row.GetInt64(3)
            ),
            [since.ToUnixTimeMilliseconds(), .. units ?? []]
        );

    /// <summary>
    /// What came of the information of those of which it was said, by whose question it was: the furthest that was said of each.
    /// </summary>
    public static List<FeedbackFigure> Feedback(SqlSession sql, DateTimeOffset since, IReadOnlyList<string>? units) =>
        sql.Query(
            "SELECT opened_by_us, outcome, COUNT(*) FROM exchanges e WHERE opened_at >= @p0 AND outcome IS NOT "
                + $"NULL{Only(units, 1)} GROUP BY opened_by_us, outcome",
            row => new FeedbackFigure(
                row.GetBoolean(0),
                CodeNames<FeedbackOutcome>.TryParse(row.GetString(1), out var outcome)
                    ? outcome
                    : throw new InvalidDataException("An exchange has no known outcome."),
                row.GetInt64(2)
            ),
            [since.ToUnixTimeMilliseconds(), .. units ?? []]
        );

    /// <summary>From the opening to the last message that answers, of exchanges that wait for no answer any more.</summary>
    public static List<DelayFigure> Delays(SqlSession sql, DateTimeOffset since, IReadOnlyList<string>? units) =>
        sql.Query(
            $"""
            SELECT opened_by_us, band, COUNT(*) FROM (
                SELECT opened_by_us, CASE WHEN delay <= {8 * Hour} THEN 0 WHEN delay <= {24 * Hour} THEN 1
                    WHEN delay <= {72 * Hour} THEN 2 WHEN delay <= {168 * Hour} THEN 3 ELSE 4 END AS band
                FROM (
                    SELECT e.opened_by_us, MAX(m.recorded_at) - e.opened_at AS delay
                    FROM exchanges e JOIN messages m ON m.counterpart = e.counterpart AND m.exchange_id = e.exchange_id
                    WHERE e.opened_at >= @p0 AND e.status IN ('answered', 'refused', 'closed') AND m.outgoing <> e.opened_by_us
                        AND m.code = 100 AND m.kind IN ({Answers}){Only(units, 1)}
                    GROUP BY e.counterpart, e.exchange_id, e.opened_by_us, e.opened_at) answered) banded
            GROUP BY opened_by_us, band ORDER BY opened_by_us, band
            """,
            row => new DelayFigure(row.GetBoolean(0), (DelayBand)row.GetInt32(1), row.GetInt64(2)),
            [since.ToUnixTimeMilliseconds(), .. units ?? []]
        );

    public static long Overdue(SqlSession sql, bool ours, DateTimeOffset now, IReadOnlyList<string>? units) =>
        sql.Scalar<long>(
            $"SELECT COUNT(*) FROM exchanges e WHERE due_at < @p0 AND our_turn = @p1{Only(units, 2)}",
            [now.ToUnixTimeMilliseconds(), ours, .. units ?? []]
        );

    private static string Only(IReadOnlyList<string>? units, int first) =>
        units is null ? "" : $" AND e.unit IN ({string.Join(", ", units.Select((_, at) => $"@p{first + at}"))})";
}
