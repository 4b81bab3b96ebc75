using Exchange.Gateway.Auditing;
using Exchange.Gateway.Receipting;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Api;

/// <summary>The state of each link.</summary>
internal static class LinkEndpoints
{
    private const int Page = 200;

    private static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static IResult List(Database database, Counterparts counterparts, LinkViews views)
    {
        using var sql = database.OpenSession();
        return Results.Json(
            counterparts
                .All.OrderBy(counterpart => counterpart.Name.Value, StringComparer.Ordinal)
                .Select(counterpart => views.Of(sql, counterpart))
                .ToList(),
            ProtocolJson.Options
        );
    }

    /// <summary>One link, with its alarms; <paramref name="before"/> is for the older ones.</summary>
    public static IResult Read(
        string party,
        HttpContext context,
        Database database,
        Counterparts counterparts,
        LinkViews views,
        long? before = null
    )
    {
        if (Find(counterparts, party) is not { } counterpart)
            return Problems.NotFound("counterpart");
        using var sql = database.OpenSession();
        var alarms = Pages.Cut(context, LinkViews.Alarms(sql, counterpart, before), LinkViews.MostAlarms, "before", alarm => alarm.Id);
        return Results.Json(views.Of(sql, counterpart) with { Alarms = alarms.ConvertAll(alarm => alarm.View) }, ProtocolJson.Options);
    }

    /// <summary>Operator confirmation: resumes a suspended link.</summary>
    public static async Task<IResult> ResumeAsync(
        string party,
        HttpContext context,
        Caller caller,
        Database database,
        Counterparts counterparts,
        ResumeHandler handler,
        LinkViews views
    )
    {
        if (Find(counterparts, party) is not { } counterpart)
            return Problems.NotFound("counterpart");
        return await handler.ResumeAsync(counterpart, caller) switch
        {
            ResumeResult.Done => Read(party, context, database, counterparts, views),
            ResumeResult.NothingToDo => Problems.Of(
                StatusCodes.Status409Conflict,
                "not-suspended",
                $"The link to {party} is not suspended. Nothing was changed."
            ),
            _ => Problems.Of(
                StatusCodes.Status409Conflict,
                "needs-new-origin",
                $"{party} has signed two histories of its ledger. Nothing was changed. The link is resumed when the officers have "
                    + $"confirmed a card of {party} with a new origin: exchange party import."
            ),
        };
    }

    /// <summary>Sends a ping and waits for its pong.</summary>
    public static async Task<IResult> PingAsync(
        string party,
        Database database,
        Counterparts counterparts,
        PingHandler pings,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        if (Find(counterparts, party) is not { } counterpart)
            return Problems.NotFound("counterpart");
        var started = clock.GetTimestamp();
        var asked = clock.Now();
        var id = await pings.PingAsync(counterpart);
        while (clock.GetElapsedTime(started) < PingPatience)
        {
            if (LastPong(database, counterpart) is { } at && at >= asked)
                return Results.Json(new PingView(party, id, at, clock.GetElapsedTime(started).TotalMilliseconds), ProtocolJson.Options);
            await Task.Delay(Look, clock, cancellation);
        }

        return Problems.Of(
            StatusCodes.Status504GatewayTimeout,
            "no-pong",
            $"{party} has not answered within {PingPatience.TotalSeconds:0} s. The ping is in the outbox; check the link's state."
        );
    }

    /// <summary>What waits for a receipt or to be sent, in the order of sending.</summary>
    public static IResult Queue(
        string party,
        HttpContext context,
        Database database,
        Counterparts counterparts,
        TimeProvider clock,
        long after = 0
    )
    {
        if (Find(counterparts, party) is not { } counterpart)
            return Problems.NotFound("counterpart");
        using var sql = database.OpenSession();
        return Results.Json(
            Pages.Cut(context, OutboxTable.List(sql, counterpart.Name, after, clock.Now(), Page + 1), Page, "after", row => row.Id),
            ProtocolJson.Options
        );
    }

    /// <summary>What arrived and cannot be judged yet, the oldest first.</summary>
    public static IResult Deferred(string party, HttpContext context, Database database, Counterparts counterparts, long after = 0)
    {
        if (Find(counterparts, party) is not { } counterpart)
            return Problems.NotFound("counterpart");
        using var sql = database.OpenSession();
        return Results.Json(
            Pages.Cut(context, DeferredTable.List(sql, counterpart.Name, after, Page + 1), Page, "after", row => row.Id),
            ProtocolJson.Options
        );
    }

    /// <summary>Sends again at once what has no receipt. The dispatcher finds it there within a second.</summary>
    public static async Task<IResult> ResendAsync(string party, Caller caller, Counterparts counterparts, JournalWriter journal)
    {
        if (Find(counterparts, party) is not { } counterpart)
            return Problems.NotFound("counterpart");
        var count = await journal.ProposeAsync(new("outbox.resend", caller.Actor), transaction =>
            OutboxTable.Resend(transaction.Sql, counterpart.Name, transaction.Now)
        );
        return Results.Json(new ResentView(party, count), ProtocolJson.Options);
    }

    private static DateTimeOffset? LastPong(Database database, Counterpart counterpart)
    {
        using var sql = database.OpenSession();
        return LinkTable.Pong(sql, counterpart.Name);
    }

    private static Counterpart? Find(Counterparts counterparts, string party) =>
        PartyName.TryParse(party, out var name) ? counterparts.Find(name) : null;
}
