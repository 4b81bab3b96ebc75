using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;

namespace Exchange.Gateway.Api;

/// <summary>Exchanges with their state, which is folded from our ledger.</summary>
internal static class ExchangeEndpoints
{
    private const int Page = 200;

    /// <summary>
    /// The newest first; with <c>dueBefore</c> the earliest due first, with <c>bringBackBefore</c> the earliest to be brought back: a
    /// page, and what has the same time as the last one of it.
    /// </summary>
    public static IResult List(
        HttpContext context,
        Caller caller,
        UnitSight sight,
        GatewaySettings settings,
        Database database,
        Counterparts counterparts,
        HandlingSight handlings,
        string? counterpart,
        string? reference,
        string? kind,
        string? status,
        bool? ourTurn,
        string? dueBefore,
        string? dueAfter,
        string? bringBackBefore,
        string? bringBackAfter,
        string? before,
        string? unit,
        string? queue,
        bool? withoutDue
    )
    {
        var filter = new ExchangeFilter(
            counterpart,
            reference,
            kind,
            status,
            ourTurn,
            dueBefore,
            dueAfter,
            bringBackBefore,
            bringBackAfter,
            before,
            unit,
            queue
        )
        {
            Officer = caller.PersonId,
            Units = caller.Units,
            Seen = sight.Of(caller),
            WithoutDue = withoutDue == true,
        };
        if (filter.Fault() is { } unusable)
            return unusable;
        if (unit is not null && UnknownUnit(unit, settings) is { } unknown)
            return unknown;
        if (Pages.FaultOf(counterpart, counterparts, database) is { } fault)
            return fault;
        using var db = database.Open();
        if (filter.Seen is not null)
            Pages.SayWithheld(context);
        using var sql = database.OpenSession();
        return Results.Json(
            Views(db, Cut(context, db, filter)).ConvertAll(exchange => handlings.Mark(sql, exchange, caller)),
            ProtocolJson.Options
        );
    }

    /// <summary>How many exchanges each queue of the caller's work has.</summary>
    public static IResult Queues(Caller caller, UnitSight sight, Database database, TimeProvider clock)
    {
        using var db = database.Open();
        // Counting to the end would cost more than anyone reads from it.
        var counts = QueuesOf(db, caller, sight.Of(caller), clock.GetUtcNow().ToUnixTimeMilliseconds())
            .Select(queue => queue.Take(QueuesView.Most).Count())
            .ToList();
        return Results.Json(
            new QueuesView(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]),
            ProtocolJson.Options
        );
    }

    /// <summary>The caller's queues, in the order of the view.</summary>
    internal static IReadOnlyList<IQueryable<long>> QueuesOf(ExchangeDb db, Caller caller, IReadOnlyList<string>? seen, long now)
    {
        // Another index finds few: a unit may have most.
        var all = seen is null ? db.Exchanges : db.Exchanges.Where(row => seen.Contains(row.Unit + ""));
        var (officer, units) = (caller.PersonId, caller.Units);
        // As parameters: SQLite searches for a value, and goes through all for a constant that is true or false.
        var (ours, theirs) = (true, false);
        IQueryable<ExchangeRow>[] queues =
        [
            all.Where(row => row.Open && row.Officer == officer && row.Officer != null),
            db.Exchanges.Where(row => row.Open && units.Contains(row.Unit)),
            db.Exchanges.Where(row => row.Open && row.Unit == ExchangeRow.NoUnit),
            all.Where(row => row.OurTurn == ours),
            all.Where(row => row.OurTurn == theirs),
            all.Where(row => row.DueAt != null && row.DueAt < now),
            db.BringBacks.Where(set => set.At < now)
                .Join(
                    all,
                    set => new { set.Counterpart, set.ExchangeId },
                    row => new { row.Counterpart, row.ExchangeId },
                    (_, row) => row
                ),
        ];
        return [.. queues.Select(queue => queue.Select(row => row.LastEntry))];
    }

    // A page never ends between two of the same time, so that the time alone says where the next one begins.
    private static List<ExchangeRow> Cut(HttpContext context, ExchangeDb db, ExchangeFilter filter)
    {
        var (ordered, rows) = (filter.Of(db), filter.Top(db, Page + 1));
        if (rows.Count <= Page)
            return rows.ConvertAll(listed => listed.Row);
        var last = rows[Page - 1].At;
        if (filter.HasMore(db, last))
            Pages.SayNext(context, filter.Cursor, ProtocolTime.Write(DateTimeOffset.FromUnixTimeMilliseconds(last)));
        return
        [
            .. rows.Take(Page).Where(listed => listed.At != last).Select(listed => listed.Row),
            .. ordered.Where(listed => listed.At == last).Select(listed => listed.Row),
        ];
    }

    public static IResult Read(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        NextMessages next,
        ILogger<MessageView> logger,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        using var sql = database.OpenSession();
        var all = MessagesOf(db, exchange);
        var messages = all.OrderByDescending(row => row.EntryIndex).Take(Page + 1).ToList();
        var unsettled = all.Where(row => row.Outgoing && row.Code != (int)ReceiptCode.Accepted);
        var view = Views(db, [exchange])[0] with
        {
            Messages = MessageViews.WithMore(db, MessageViews.Of(messages.Take(Page).Reverse(), _ => exchange.Reference, logger)),
            HasEarlierMessages = messages.Count > Page,
            Unsettled = MessageViews.Of(unsettled.OrderBy(row => row.EntryIndex).Take(Page), _ => exchange.Reference, logger),
            UnsettledCount = unsettled.Count(),
            Offers = next.Of(sql, PartyName.Parse(exchange.Counterpart), id, caller),
            KeptUntil =
                db.Contents.Where(content => all.Any(row => row.EntryIndex == content.EntryIndex)).Min(content => content.EraseAt) is { } at
                    ? ContentRow.LastDay(at)
                    : null,
        };
        return Results.Json(view, ProtocolJson.Options);
    }

    private static IQueryable<MessageRow> MessagesOf(ExchangeDb db, ExchangeRow exchange)
    {
        var (counterpart, id) = (exchange.Counterpart, exchange.ExchangeId);
        return db.Messages.Where(MessageViews.IsComplete).Where(row => row.Counterpart == counterpart && row.ExchangeId == id);
    }

    /// <summary>
    /// What happened in one exchange, the newest first; <paramref name="before"/> is the entry index of the last one of the page before.
    /// </summary>
    public static IResult History(
        Guid id,
        HttpContext context,
        Caller caller,
        UnitSight sight,
        Database database,
        ExchangeHistory history,
        ILogger<MessageView> logger,
        string? counterpart = null,
        long? before = null,
        string? group = null
    )
    {
        var groups = new List<HistoryGroup>();
        foreach (var name in (group ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!CodeNames<HistoryGroup>.TryParse(name, out var one))
            {
                return Problems.Of(
                    StatusCodes.Status400BadRequest,
                    "bad-search",
                    $"'group' must be one of {CodeNames<HistoryGroup>.All}."
                );
            }

            groups.Add(one);
        }

        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        using var sql = database.OpenSession();
        var (page, next) = history.Of(sql, PartyName.Parse(exchange.Counterpart), id, caller, before ?? long.MaxValue, groups);
        if (next is { } at)
            Pages.SayNext(context, "before", at);
        return Results.Json(HistoryViews.WithMore(db, sql, exchange, page, logger), ProtocolJson.Options);
    }

    /// <summary>One exchange step by step, with every proof verified anew.</summary>
    public static IResult Replay(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        ExchangeReplay replay,
        HttpContext context,
        string? counterpart = null,
        int first = 1
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        using var sql = database.OpenSession();
        if (replay.Run(sql, PartyName.Parse(exchange.Counterpart), id, Math.Max(1, first)) is not { } view)
            return Problems.NotFound("exchange in the ledger");
        if (view.HasMore)
            Pages.SayNext(context, "first", view.First + view.Steps.Count);
        var names = new ActorNames(sql);
        var steps = view.Steps.Select(step => step with { ActorName = step.Actor is { } actor ? names.Of(actor) : null });
        return Results.Json(view with { Steps = [.. steps] }, ProtocolJson.Options);
    }

    internal static IResult? UnknownUnit(string unit, GatewaySettings settings) =>
        settings.Units.Contains(unit)
            ? null
            : Problems.Of(
                StatusCodes.Status400BadRequest,
                "unknown-unit",
                settings.Units.Count == 0 ? "Our party has no units." : $"'unit' must be one of {string.Join(", ", settings.Units)}."
            );

    internal static IResult? Find(ExchangeDb db, Guid id, string? counterpart, Caller caller, UnitSight sight, out ExchangeRow exchange)
    {
        var text = MessageId.Write(id);
        var found = sight.Only(
            caller,
            db.Exchanges.Where(row => row.ExchangeId == text && (counterpart == null || row.Counterpart == counterpart)).ToList(),
            row => row.Unit,
            AccessSubject.Of
        );
        exchange = found.FirstOrDefault()!;
        return found.Count switch
        {
            0 => Problems.NotFound("exchange"),
            1 => null,
            _ => Problems.Of(
                StatusCodes.Status409Conflict,
                "ambiguous-id",
                "Exchanges with several counterparts have this id. Name the counterpart with 'counterpart'."
            ),
        };
    }

    internal static List<ExchangeView> Views(ExchangeDb db, List<ExchangeRow> rows)
    {
        var ids = rows.ConvertAll(row => row.ExchangeId);
        var officers = rows.Select(row => row.Officer).OfType<string>().Distinct().ToList();
        var names =
            officers.Count == 0
                ? []
                : db.Persons.Where(person => officers.Contains(person.Id)).ToDictionary(person => person.Id, person => person.Name);
        var times = db
            .BringBacks.Where(set => ids.Contains(set.ExchangeId))
            .ToDictionary(set => (set.Counterpart, set.ExchangeId), set => set.At);
        return rows.ConvertAll(row =>
            View(row) with
            {
                Officer = row.Officer is { } officer ? names.GetValueOrDefault(officer) : null,
                BringBackAt = times.TryGetValue((row.Counterpart, row.ExchangeId), out var at)
                    ? DateTimeOffset.FromUnixTimeMilliseconds(at)
                    : null,
            }
        );
    }

    /// <summary>What the row itself says of an exchange.</summary>
    internal static ExchangeView View(ExchangeRow row) =>
        new(
            Guid.Parse(row.ExchangeId),
            row.Reference,
            row.Counterpart,
            row.OpenedByUs,
            DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedAt),
            ExchangeStateView.Of(ExchangeTable.Read(row.State))
        )
        {
            Unit = row.Unit == ExchangeRow.NoUnit ? null : row.Unit,
            Hold = row.Hold is { } code && CodeNames<HoldReason>.TryParse(code, out var reason) ? reason : null,
        };
}
