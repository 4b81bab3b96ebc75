using Exchange.Cli.Messages;
using Exchange.Ledger.Replay;

namespace Exchange.Cli.Ledger;

internal sealed class ReplayVerb : Verb
{
    private readonly Argument<string?> _folder = new("DIR")
    {
        Description = "An export (default: the ledger of the home's running gateway).",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _exchange = new("--exchange")
    {
        Description = "Show one exchange step by step, by id or reference, with the verdict on every proof.",
        HelpName = "ID",
    };
    private readonly Option<string?> _until = new("--until")
    {
        Description =
            "Replay up to a time in UTC (a date means its first moment), or only entries below an index (default: the whole ledger).",
        HelpName = "TIME|INDEX",
    };

    public ReplayVerb()
        : base(
            "replay",
            "Fold a ledger into the state of every exchange at a moment. With --home, also compare the gateway's database with "
                + "it, and name every difference.",
            "exchange ledger replay ./BGD/ledger",
            "exchange ledger replay ./BGD/ledger --until 2026-11-24",
            "exchange ledger replay --home /var/lib/exchange --exchange 019b0c4e-…"
        ) => Take(_folder, _exchange, _until);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var moment = Moment(invocation.Value(_until));
        if (invocation.Value(_folder) is { } folder)
        {
            var source = new ExportSource(LogFolder.Open(folder));
            using var run = new ReplayRun(source, moment);
            await run.ReadAsync(invocation, cancellation);
            await TellAsync(
                invocation,
                source,
                run,
                moment,
                invocation.Value(_exchange) is { } text ? IdOf(text, run) : null,
                stable: null,
                cancellation
            );
            return;
        }

        var home = invocation.HomeOrNone ?? throw LedgerVerifyVerb.ExportFirst("replayed");
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        await ReplayHomeAsync(invocation, home, client, moment, cancellation);
    }

    private async Task ReplayHomeAsync(
        Invocation invocation,
        Home home,
        GatewayClient client,
        ReplayMoment moment,
        CancellationToken cancellation
    )
    {
        Guid? only = invocation.Value(_exchange) is { } text
            ? (await MeantMessage.OfAsync(text, _exchange.Name, null, client, cancellation)).Id
            : null;
        // The rows lie between two sizes of the ledger: changes in between may be in them or not.
        var stable = (await client.GetAsync<LedgerView>("api/v1/ledger", cancellation)).Size;
        using var rows = Spool<KeptRecord>.OfJson(stable);
        await foreach (var exchange in new DatabaseRows(client).ExchangesAsync(only, cancellation))
            rows.Add(0, new(exchange, null));
        await foreach (var message in new DatabaseRows(client).MessagesAsync(only, cancellation))
            rows.Add(0, new(null, message));
        await foreach (var message in new DatabaseRows(client).IncompleteAsync(only, cancellation))
            rows.Add(0, new(null, message));
        var source = await GatewaySource.OpenAsync(client, home, cancellation);
        using var run = new ReplayRun(source, moment);
        foreach (var row in rows.ReadAll())
            run.Add(row);
        await run.ReadAsync(invocation, cancellation);
        await TellAsync(invocation, source, run, moment, only, stable, cancellation);
    }

    private Guid IdOf(string text, ReplayRun run)
    {
        if (MeantMessage.IdOrReference(text, _exchange.Name) is { } id)
            return id;
        var found = run.Summaries().Where(exchange => exchange.Reference == text).ToList();
        return found is [var one]
            ? one.ExchangeId
            : throw MeantMessage.NotOne(text, found.Select(exchange => (exchange.ExchangeId, exchange.Counterpart)));
    }

    private static async Task TellAsync(
        Invocation invocation,
        ReplaySource source,
        ReplayRun run,
        ReplayMoment moment,
        Guid? only,
        long? stable,
        CancellationToken cancellation
    )
    {
        var summary = new ReplaySummary(
            source.Party.Value,
            source.Size,
            source.Checkpoint?.Root.ToString(),
            run.Replayed,
            run.Now,
            run.Included
        );
        var report = new ReplayReport(invocation);
        var holds = only is { } id
            ? await TellOneAsync(report, source, run, moment, summary, id, cancellation)
            : report.Tell(run.Summaries(), summary);
        var drifts = stable is { } size ? run.Drifts(only, size) : null;
        var drifted = report.End(summary, run.Faults, drifts);
        if (run.Faults.Count > 0 || !holds || drifted > 0)
            throw Fault(run, drifted);
    }

    private static async Task<bool> TellOneAsync(
        ReplayReport report,
        ReplaySource source,
        ReplayRun run,
        ReplayMoment moment,
        ReplaySummary summary,
        Guid id,
        CancellationToken cancellation
    )
    {
        var timelines = new List<Timeline>();
        foreach (var exchange in run.Find(id))
            timelines.Add(await Timeline.OfAsync(exchange, source, run, moment, cancellation));
        // What only the database has is drift, and reported as such.
        if (timelines.Count == 0 && !run.HasRows(id))
        {
            throw new CommandFailedException(
                ExitCode.Failed,
                $"The ledger of {source.Party} has no exchange {id}.",
                toDo: "List them with: exchange ledger replay"
            );
        }

        report.Tell(timelines, summary);
        return timelines.TrueForAll(timeline => timeline.Steps.All(step => step.Holds));
    }

    private static CommandFailedException Fault(ReplayRun run, long drifted) =>
        new(
            ExitCode.VerificationFailed,
            drifted > 0
                ? FormattableString.Invariant($"The database differs from its ledger in {drifted} places.")
                : "A proof is not valid.",
            "Nothing was changed.",
            drifted > 0
                ? "Stop the gateway, keep a copy of its home, and rebuild its tables with: exchange db rebuild"
                : "Keep the ledger unchanged, and run: exchange ledger verify"
        )
        {
            Details = run.Faults,
        };

    private static ReplayMoment Moment(string? text)
    {
        if (text is null)
            return ReplayMoment.Newest;
        return ReplayMoment.TryParse(text, out var moment)
            ? moment
            : throw new CommandFailedException(
                ExitCode.Usage,
                "The value of --until is malformed.",
                toDo: "Give an index, a date such as 2026-11-24, or a time in UTC such as 2026-11-24T16:00:00.000Z."
            );
    }
}
