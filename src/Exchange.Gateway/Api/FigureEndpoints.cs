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
        return Results.Json(
            new FiguresView(
                from,
                FigureTable.Outcomes(sql, from, units),
                FigureTable.Delays(sql, from, units),
                FigureTable.Overdue(sql, ours: true, now, units),
                FigureTable.Overdue(sql, ours: false, now, units)
            )
            {
                Feedback = FigureTable.Feedback(sql, from, units),
            },
            ProtocolJson.Options
        );
    }
}
