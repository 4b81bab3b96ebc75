using System.Text.Json;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Writes a replay as it is computed, so that a report of any length needs no memory: lines, or one JSON document with
/// <c>--json</c>. The same ledger gives the same bytes.
/// </summary>
internal sealed class ReplayReport(Invocation invocation)
{
    private readonly TextWriter _output = invocation.Surroundings.Output;
    private bool _isFirst = true;

    /// <summary>A line for each exchange.</summary>
    /// <returns>True.</returns>
    public bool Tell(IEnumerable<ExchangeSummary> exchanges, ReplaySummary summary)
    {
        Begin();
        foreach (var exchange in exchanges)
        {
            summary.Count(exchange);
            Item(exchange, [ReplayText.Line(exchange)]);
        }

        return true;
    }

    /// <summary>Exchanges step by step.</summary>
    public void Tell(IEnumerable<Timeline> timelines, ReplaySummary summary)
    {
        Begin();
        foreach (var timeline in timelines)
        {
            if (timeline.Exchange is { } exchange)
                summary.Count(exchange);
            Item(timeline, timeline.Lines());
        }
    }

    /// <summary>Writes the drifts, the faults and the summary.</summary>
    /// <returns>Number of differences in the database.</returns>
    public long End(ReplaySummary summary, IReadOnlyList<string> faults, IEnumerable<Drift>? drifts)
    {
        if (invocation.Json)
            _output.Write("],\"drifts\":[");
        _isFirst = true;
        var drifted = 0L;
        foreach (var drift in drifts ?? [])
        {
            drifted++;
            Item(drift, [$"DRIFT: {drift}"]);
        }

        if (invocation.Json)
            _output.WriteLine($"],\"faults\":{Json(faults)},\"comparedWithDatabase\":{Json(drifts is not null)},\"summary\":{Json(summary)}}}");
        else
            _output.WriteLine(ReplayText.Line(summary) + (drifts is null ? "" : drifted == 0 ? "; the database agrees" : FormattableString.Invariant($"; THE DATABASE DIFFERS IN {drifted} PLACES")));
        return drifted;
    }

    private void Begin()
    {
        if (invocation.Json)
            _output.Write("{\"exchanges\":[");
    }

    private void Item<T>(T document, IEnumerable<string> lines)
    {
        if (invocation.Json)
        {
            _output.Write(_isFirst ? "\n" : ",\n");
            _output.Write(Json(document));
        }
        else
        {
            foreach (var line in lines)
                _output.WriteLine(PlainLine.Of(line));
        }

        _isFirst = false;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ProtocolJson.Options);
}
