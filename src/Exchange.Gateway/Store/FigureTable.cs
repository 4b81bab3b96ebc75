using System.Data.Common;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Store;

/// <summary>
/// Counts over exchanges, for supervisors. Of exchanges alone, never of what messages say. <c>units</c> are those whose exchanges are
/// counted; null counts all.
/// </summary>
internal static class FigureTable
{
    private const long Hour = 60 * 60 * 1000;

    // The longest delay of each band in milliseconds, in their order; the last has none.
    private static readonly long[] Longest = [8 * Hour, 24 * Hour, 72 * Hour, 168 * Hour];

    /// <summary>The exchanges that were opened since a time, counted in one pass.</summary>
    public static List<ExchangeCount> Exchanges(SqlSession sql, DateTimeOffset since, IReadOnlyList<string>? units) =>
        sql.Query(Counting(units), ExchangeCount.Map, [since.ToUnixTimeMilliseconds(), .. units ?? []]);

    // What is counted lies in one index, in the order of the groups: it is read once from end to end, and nothing is sorted. The index
    // by unit, which an expression is not looked up in, would find the same rows in another order.
    internal static string Counting(IReadOnlyList<string>? units) =>
        $"SELECT counterpart, opened_by_us, status, outcome, COUNT(*), {string.Join(", ", Longest.Select(Within))}, COUNT(answered_at) "
        + $"FROM exchanges e WHERE opened_at >= @p0{Only("e.unit || ''", units, 1)} GROUP BY counterpart, opened_by_us, status, outcome";

    private static string Within(long milliseconds) => $"COUNT(*) FILTER (WHERE answered_at - opened_at <= {milliseconds})";

    public static long Overdue(SqlSession sql, bool ours, DateTimeOffset now, IReadOnlyList<string>? units) =>
        sql.Scalar<long>(
            $"SELECT COUNT(*) FROM exchanges e WHERE due_at < @p0 AND our_turn = @p1{Only("e.unit", units, 2)}",
            [now.ToUnixTimeMilliseconds(), ours, .. units ?? []]
        );

    private static string Only(string unit, IReadOnlyList<string>? units, int first) =>
        units is null ? "" : $" AND {unit} IN ({string.Join(", ", units.Select((_, at) => $"@p{first + at}"))})";
}

/// <summary>How many exchanges with a counterpart have come as far as each other.</summary>
/// <param name="Answered">How many of them have an answer, by how long it took.</param>
internal sealed record ExchangeCount(
    string Counterpart,
    bool OpenedByUs,
    ExchangeStatus Status,
    FeedbackOutcome? Outcome,
    long Count,
    IReadOnlyList<(DelayBand Band, long Count)> Answered
)
{
    public static ExchangeCount Map(DbDataReader row)
    {
        // As many have an answer within a time as within all shorter ones, and some more.
        var within = Enum.GetValues<DelayBand>().Select((band, at) => (Band: band, Count: row.GetInt64(5 + at))).ToList();
        return new(
            row.GetString(0),
            row.GetBoolean(1),
            Read<ExchangeStatus>(row.GetString(2)),
            row.IsDBNull(3) ? null : Read<FeedbackOutcome>(row.GetString(3)),
            row.GetInt64(4),
            [.. within.Select((one, at) => (one.Band, one.Count - (at == 0 ? 0 : within[at - 1].Count)))]
        );
    }

    private static T Read<T>(string code)
        where T : struct, Enum =>
        CodeNames<T>.TryParse(code, out var known) ? known : throw new InvalidDataException($"An exchange has no known {typeof(T).Name}.");
}
