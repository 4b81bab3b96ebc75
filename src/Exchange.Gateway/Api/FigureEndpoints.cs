using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Api;

/// <summary>Figures for supervisors: how far exchanges have come, and how long answers take.</summary>
internal static class FigureEndpoints
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(90);

    /// <param name="since">Exchanges that were opened from then on; the last 90 days if it is not given.</param>
    public static IResult Read(Caller caller, UnitSight sight, Database database, TimeProvider clock, string? since = null)
    {
        if (ExchangeFilter.FaultOf("since", since) is { } fault)
            return fault;
        var now = clock.Now();
        var from = ProtocolTime.TryParse(since, out var time) ? time : now - Usual;
        var units = sight.Of(caller);
        using var sql = database.OpenSession();
        var counts = FigureTable.Exchanges(sql, from, units);
        return Results.Json(
            new FiguresView(
                from,
                Outcomes(counts),
                Delays(counts),
                FigureTable.Overdue(sql, ours: true, now, units),
                FigureTable.Overdue(sql, ours: false, now, units)
            )
            {
                Feedback = Feedback(counts),
            },
            ProtocolJson.Options
        );
    }

    private static List<OutcomeFigure> Outcomes(IEnumerable<ExchangeCount> counts) =>
        [
            .. counts
                .GroupBy(one => (one.Counterpart, one.OpenedByUs, one.Status))
                .OrderBy(group => group.Key.Counterpart, StringComparer.Ordinal)
                .ThenBy(group => group.Key.OpenedByUs)
                .ThenBy(group => CodeNames<ExchangeStatus>.Write(group.Key.Status), StringComparer.Ordinal)
                .Select(group => new OutcomeFigure(
                    group.Key.Counterpart,
                    group.Key.OpenedByUs,
                    group.Key.Status,
                    group.Sum(one => one.Count)
                )),
        ];

    // What came of the information of those of which it was said, by whose question it was: the furthest that was said of each.
    private static List<FeedbackFigure> Feedback(IEnumerable<ExchangeCount> counts) =>
        [
            .. counts
                .Where(one => one.Outcome is not null)
                .GroupBy(one => (one.OpenedByUs, one.Outcome))
                .Select(group => new FeedbackFigure(group.Key.OpenedByUs, group.Key.Outcome!.Value, group.Sum(one => one.Count))),
        ];

    // Of exchanges that wait for no answer any more.
    private static List<DelayFigure> Delays(IEnumerable<ExchangeCount> counts) =>
        [
            .. counts
                .Where(one => one.Status is ExchangeStatus.Answered or ExchangeStatus.Refused or ExchangeStatus.Closed)
                .SelectMany(one => one.Answered.Select(answered => (one.OpenedByUs, answered.Band, answered.Count)))
                .GroupBy(one => (one.OpenedByUs, one.Band))
                .Select(group => new DelayFigure(group.Key.OpenedByUs, group.Key.Band, group.Sum(one => one.Count)))
                .Where(figure => figure.Count > 0)
                .OrderBy(figure => figure.OpenedByUs)
                .ThenBy(figure => figure.Band),
        ];
}
