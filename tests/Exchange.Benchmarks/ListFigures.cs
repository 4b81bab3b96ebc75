using System.Diagnostics;
using System.Text.Json;
using Exchange.Gateway.Api;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Exchange.Benchmarks;

/// <summary>
/// What a page of exchanges costs as the API gives it, with each filter, among 10³ to 10⁶ exchanges; and a sweep for what is due with
/// 10,000 of them open.
/// </summary>
internal static class ListFigures
{
    private const int Open = 10_000;
    private const int Part = 100_000;
    private const int Runs = 20;

    private static readonly Caller Anyone = new("key:1", [Role.Auditor]);
    private static readonly Caller OfLarge = new("user:o17", [Role.Officer]) { Units = ["large"] };
    private static readonly Caller OfSmall = new("user:o1", [Role.Officer]) { Units = ["small"] };

    // As years leave them: most are closed requests of one counterpart and one unit, few are of a rare kind or unit, and the newest are
    // open.
    private const string Rows = """
        WITH RECURSIVE numbers(n) AS (SELECT CAST(@p0 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < @p1),
        rows(n, id) AS (SELECT n, SUBSTR(CAST(1000000000000 + n AS text), 2) FROM numbers)
        INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, status, our_turn, due_at, last_entry, state, open, unit, officer, answered_at)
        SELECT CASE WHEN n * 7919 % 100 < 95 THEN 'MYS' ELSE 'THA' END, '01a20922-b801-7000-8000-' || id, 'MYS-BGD-2026-' || n, FALSE, @p2 + n * 60000,
            CASE WHEN n * 104729 % 100 < 80 THEN 'request' WHEN n * 104729 % 100 < 98 THEN 'spontaneous-information' ELSE 'support-request' END,
            CASE WHEN n > @p3 THEN 'acknowledged' WHEN n * 15485863 % 100 < 90 THEN 'closed' WHEN n * 15485863 % 100 < 97 THEN 'answered' ELSE 'refused' END,
            CASE WHEN n > @p3 THEN n % 2 = 1 END, CASE WHEN n > @p3 THEN @p4 + n * 1000 END, n, REPLACE(@p5, '000000000001', id),
            n > @p3 OR n * 15485863 % 100 >= 90, CASE WHEN n * 32452843 % 1000 < 900 THEN 'large' WHEN n * 32452843 % 1000 < 999 THEN '' ELSE 'small' END,
            CASE WHEN n * 32452843 % 1000 < 900 THEN 'o' || (n % 50) END, CASE WHEN n <= @p3 THEN @p2 + n * 60000 + n * 7919 % 864000000 END
        FROM rows
        """;

    /// <summary>A JSON line for each size.</summary>
    /// <param name="output">Takes the lines.</param>
    /// <param name="server">
    /// A PostgreSQL on which a database is made for each size, as <c>Host=/var/run/postgresql;Username=exchange</c>; null for SQLite.
    /// </param>
    public static async Task RunAsync(TextWriter output, string? server)
    {
        var folder = Directory.CreateTempSubdirectory("exchange-lists-").FullName;
        try
        {
            using var own = new BenchParty(folder, "BGD");
            using var other = new BenchParty(folder, "MYS");
            for (var size = 1_000; size <= 1_000_000; size *= 10)
            {
                var database = server is null ? null : NewDatabase(server, size);
                await using var app = Start(own, other, Path.Combine(folder, $"{size}"), database);
                var now = TimeProvider.System.Now();
                await FillAsync(app, size, now);
                // A server does that by itself, within a minute of such a change.
                if (database is not null)
                    Run(database, "VACUUM ANALYZE");
                await output.WriteLineAsync(await MeasureAsync(app, size, now));
                if (size == 10_000)
                    await output.WriteLineAsync(await LessonFigures.RunAsync(app));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string NewDatabase(string server, int size)
    {
        Run($"{server};Database=postgres", $"CREATE DATABASE lists_{size}");
        return $"{server};Database=lists_{size}";
    }

    private static void Run(string database, string statement)
    {
        using var connection = new NpgsqlConnection($"{database};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
        command.ExecuteNonQuery();
    }

    internal static WebApplication Start(BenchParty own, BenchParty other, string folder, string? database = null)
    {
        Directory.CreateDirectory(folder);
        var home = new GatewayHome(folder);
        Directory.CreateDirectory(home.Keys);
        File.Copy(own.Home.CardFile, home.Card);
        var app = GatewayHost.Build(home, new() { Units = ["large", "small"], Store = new() { PostgreSql = database } }, own.Keys);
        app.Services.GetRequiredService<Database>().Prepare();
        app.Services.GetRequiredService<Counterparts>().Put(new(other.Card, Grant: null));
        app.Services.GetRequiredService<JournalWriter>().Start();
        return app;
    }

    internal static Task FillAsync(WebApplication app, int size, DateTimeOffset now)
    {
        const string state =
            """{"exchangeId":"01a20922-b801-7000-8000-000000000001","kind":"request","wants":"answer","openedByUs":false,"reference":"MYS-BGD-2026-000001","openedAt":"2026-11-23T16:00:00.000Z","opener":"accepted","acceptedAt":"2026-11-23T16:00:00.000Z","term":{"urgency":"routine"},"steps":[{"isOurs":true,"step":"acknowledges","sequence":1,"at":"2026-11-23T16:00:05.000Z"}],"questions":3,"messages":2,"lastEntry":7}""";
        var opened = now.AddMinutes(-size).ToUnixTimeMilliseconds();
        return app
            .Services.GetRequiredService<JournalWriter>()
            .ProposeAsync(
                "figures.fill",
                transaction =>
                {
                    // None is due yet: a sweep looks at all and finds nothing to do, as it does every minute.
                    var due = now.AddDays(7).ToUnixTimeMilliseconds();
                    // In parts: a statement may take 30 s.
                    for (var first = 1; first <= size; first += Part)
                        transaction.Sql.Execute(Rows, first, Math.Min(size, first + Part - 1), opened, Math.Max(0, size - Open), due, state);
                    transaction.Sql.Execute(
                        "INSERT INTO bring_backs (counterpart, exchange_id, at, raised) SELECT counterpart, exchange_id, opened_at, @p0 "
                            + "FROM exchanges WHERE opened_at % 7 = 0 AND our_turn IS NOT NULL",
                        true
                    );
                }
            );
    }

    private static async Task<string> MeasureAsync(WebApplication app, int size, DateTimeOffset now)
    {
        var reminders = app.Services.GetRequiredService<ReminderService>();
        var planned = Stopwatch.StartNew();
        await reminders.SweepAsync(CancellationToken.None);
        planned.Stop();
        var figures = new SortedDictionary<string, double> { ["sweepThatPlansAll"] = planned.Elapsed.TotalMilliseconds };
        var (later, middle) = (ProtocolTime.Write(now.AddDays(30)), ProtocolTime.Write(now.AddMinutes(-size / 2)));
        (string Name, Func<Task> Run)[] all =
        [
            ("list", () => ListAsync(app)),
            ("page", () => ListAsync(app, before: middle)),
            ("kindStatusCounterpart", () => ListAsync(app, counterpart: "MYS", kind: "request", status: "answered")),
            ("rareKindStatus", () => ListAsync(app, kind: "support-request", status: "refused")),
            ("rareAll", () => ListAsync(app, counterpart: "MYS", kind: "support-request", status: "acknowledged")),
            ("none", () => ListAsync(app, counterpart: "MYS", kind: "lesson-learned", status: "answered")),
            ("dueBefore", () => ListAsync(app, dueBefore: later)),
            ("dueBeforeOurs", () => ListAsync(app, dueBefore: later, ourTurn: true, counterpart: "MYS")),
            ("ourTurn", () => ListAsync(app, ourTurn: true)),
            ("bringBackBefore", () => ListAsync(app, bringBackBefore: later)),
            ("reference", () => ListAsync(app, reference: $"MYS-BGD-2026-{size / 2}")),
            ("unit", () => ListAsync(app, unit: "large")),
            ("rareUnit", () => ListAsync(app, unit: "small")),
            ("mine", () => ListAsync(app, queue: "mine", caller: OfLarge)),
            ("myUnits", () => ListAsync(app, queue: "my-units", caller: OfSmall)),
            ("unassigned", () => ListAsync(app, queue: "unassigned", caller: OfLarge)),
            ("listOfLargeUnit", () => ListAsync(app, caller: OfLarge)),
            ("listOfSmallUnit", () => ListAsync(app, caller: OfSmall)),
            ("kindStatusOfSmallUnit", () => ListAsync(app, kind: "request", status: "answered", caller: OfSmall)),
            ("dueBeforeOfSmallUnit", () => ListAsync(app, dueBefore: later, caller: OfSmall)),
            ("queues", () => QueuesAsync(app)),
            ("sweep", () => reminders.SweepAsync(CancellationToken.None)),
        ];
        foreach (var (name, run) in all)
            figures[name] = await MedianAsync(run);
        return JsonSerializer.Serialize(
            new
            {
                exchanges = size,
                open = Math.Min(size, Open),
                milliseconds = figures.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 1)),
            }
        );
    }

    // The answer is made as for a caller: queried, judged, written as JSON.
    private static async Task ListAsync(
        WebApplication app,
        string? counterpart = null,
        string? reference = null,
        string? kind = null,
        string? status = null,
        bool? ourTurn = null,
        string? dueBefore = null,
        string? bringBackBefore = null,
        string? before = null,
        string? unit = null,
        string? queue = null,
        Caller? caller = null
    )
    {
        var context = new DefaultHttpContext { RequestServices = app.Services };
        using var body = new MemoryStream();
        context.Response.Body = body;
        var (database, counterparts) = (app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<Counterparts>());
        await ExchangeEndpoints
            .List(
                context,
                caller ?? Anyone,
                app.Services.GetRequiredService<UnitSight>(),
                app.Services.GetRequiredService<GatewaySettings>(),
                database,
                counterparts,
                app.Services.GetRequiredService<HandlingSight>(),
                counterpart,
                reference,
                kind,
                status,
                ourTurn,
                dueBefore,
                null,
                bringBackBefore,
                null,
                before,
                unit,
                queue,
                null
            )
            .ExecuteAsync(context);
        if (context.Response.StatusCode != StatusCodes.Status200OK)
            throw new InvalidOperationException($"A list was answered with {context.Response.StatusCode}.");
    }

    private static Task QueuesAsync(WebApplication app)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.Response.Body = new MemoryStream();
        return ExchangeEndpoints
            .Queues(OfLarge, app.Services.GetRequiredService<UnitSight>(), app.Services.GetRequiredService<Database>(), TimeProvider.System)
            .ExecuteAsync(context);
    }

    private static async Task<double> MedianAsync(Func<Task> run)
    {
        // The first runs warm up.
        var times = new List<double>();
        for (var turn = -3; turn < Runs; turn++)
        {
            var watch = Stopwatch.StartNew();
            await run();
            if (turn >= 0)
                times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times.Order().ElementAt(Runs / 2);
    }
}
