using Exchange.Ledger.Replay;
using Exchange.Protocol.Life;

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
        {
            _output.WriteLine(
                $"],\"faults\":{Json(faults)},\"comparedWithDatabase\":{Json(drifts is not null)},\"summary\":{Json(summary)}}}"
            );
        }
        else
        {
            _output.WriteLine(
                ReplayText.Line(summary)
                    + (
                        drifts is null ? ""
                        : drifted == 0 ? "; the database agrees"
                        : FormattableString.Invariant($"; THE DATABASE DIFFERS IN {drifted} PLACES")
                    )
            );
        }

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

/// <summary>The result of a replay; whether every entry is included under the signed checkpoint.</summary>
internal sealed record ReplaySummary(string Party, long Size, string? Root, long Entries, DateTimeOffset At, bool Included)
{
    private readonly SortedDictionary<string, long> _statuses = new(StringComparer.Ordinal);

    public long Exchanges { get; private set; }
    public long Overdue { get; private set; }

    /// <summary>How many exchanges are in each status.</summary>
    public IReadOnlyDictionary<string, long> Statuses => _statuses;

    /// <summary>Counts an exchange.</summary>
    public void Count(ExchangeSummary exchange)
    {
        Exchanges++;
        Overdue += exchange.Overdue ? 1 : 0;
        var status = CodeNames<ExchangeStatus>.Write(exchange.Status);
        _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
    }
}

/// <summary>A replay in lines.</summary>
internal static class ReplayText
{
    public static string Line(ExchangeSummary exchange)
    {
        var due = exchange.DueAt is { } at ? $", due {ProtocolTime.Write(at)}{(exchange.Overdue ? " (overdue)" : "")}" : "";
        return FormattableString.Invariant(
            $"{exchange.Reference ?? "-"}  {exchange.ExchangeId}  {(exchange.OpenedByUs ? "to" : "from")} {exchange.Counterpart}: {CodeNames<ExchangeStatus>.Write(exchange.Status)}{due}, {exchange.Messages} messages"
        );
    }

    public static string Line(ReplaySummary summary) =>
        FormattableString.Invariant(
            $"{summary.Party}: {summary.Entries} of {summary.Size} entries replayed, up to {ProtocolTime.Write(summary.At)}: {summary.Exchanges} exchanges, {summary.Overdue} overdue{Counts(summary)}; "
        ) + (summary.Included ? "every entry is included under the signed checkpoint" : "THE ENTRIES DO NOT LEAD TO THE SIGNED CHECKPOINT");

    private static string Counts(ReplaySummary summary) =>
        summary.Statuses.Count == 0
            ? ""
            : $" ({string.Join(", ", summary.Statuses.Select(status => FormattableString.Invariant($"{status.Value} {status.Key}")))})";
}

/// <summary>One exchange step by step, with the verdict on each proof. Its state is null if it was not open at the moment.</summary>
internal sealed record Timeline(ExchangeSummary? Exchange, string Counterpart, IReadOnlyList<TimelineStep> Steps)
{
    public static async Task<Timeline> OfAsync(
        ReplayedExchange exchange,
        ReplaySource source,
        ReplayRun run,
        ReplayMoment moment,
        CancellationToken cancellation
    )
    {
        var steps = new List<TimelineStep>();
        foreach (var entry in exchange.At(moment))
        {
            var sent = exchange.Entries.FirstOrDefault(other =>
                other.Event == LedgerEvents.MessageSent && other.MessageId == entry.MessageId
            );
            ReceiptVerdict? receipt = entry.IsSettlement
                ? ReceiptProof.Judge(source.Party, entry, sent, await source.ReceiptAsync(entry, cancellation))
                : null;
            steps.Add(
                new(
                    entry.Index,
                    entry.At,
                    entry.Event,
                    entry.Kind!,
                    entry.Sequence!.Value,
                    (entry.IsOurs ? source.Party : exchange.Counterpart).Value,
                    entry.MessageId!.Value,
                    (int?)entry.Code,
                    run.Included,
                    receipt
                )
            );
        }

        return new(ExchangeSummary.Of(exchange, moment, run.Now), exchange.Counterpart.Value, steps);
    }

    public IEnumerable<string> Lines() =>
        [
            Exchange is null ? $"with {Counterpart}: its opening message is not in this ledger at that moment" : ReplayText.Line(Exchange),
            .. Steps.Select(step =>
                FormattableString.Invariant(
                    $"  {step.Entry,8}  {ProtocolTime.Write(step.At)}  {step.Event,-18} {step.Kind,-15} {step.Sequence,3}  {step.From}  {step.MessageId}{Code(step)}  entry {(step.Included ? "included" : "NOT PROVED")}{Receipt(step)}"
                )
            ),
        ];

    private static string Code(TimelineStep step) => step.Code is { } code ? FormattableString.Invariant($"  {code}") : "";

    private static string Receipt(TimelineStep step) =>
        step.Receipt switch
        {
            null => "",
            ReceiptVerdict.Proved => ", receipt proved",
            var verdict => $", RECEIPT NOT PROVED ({CodeNames<ReceiptVerdict>.Write(verdict.Value)})",
        };
}
