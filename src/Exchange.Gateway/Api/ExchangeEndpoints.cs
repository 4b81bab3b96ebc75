using System.Globalization;
using Exchange.Gateway.Assigning;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Retaining;

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
        string? queue
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
        return Results.Json(Views(db, Cut(context, db, filter)), ProtocolJson.Options);
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
        if (filter.IsDescending ? ordered.Any(listed => listed.At < last) : ordered.Any(listed => listed.At > last))
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
        ILogger<MessageView> logger,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        var messages = db
            .Messages.Where(MessageViews.IsComplete)
            .Where(row => row.Counterpart == exchange.Counterpart && row.ExchangeId == exchange.ExchangeId)
            .OrderByDescending(row => row.EntryIndex)
            .Take(Page + 1)
            .ToList();
        var view = Views(db, [exchange])[0] with
        {
            Messages = MessageViews.WithMore(db, MessageViews.Of(messages.Take(Page).Reverse(), _ => exchange.Reference, logger)),
            HasEarlierMessages = messages.Count > Page,
            Decisions = DecisionViews.Of(db, exchange),
        };
        return Results.Json(view, ProtocolJson.Options);
    }

    /// <summary>What happened in one exchange, the oldest first.</summary>
    public static IResult History(
        Guid id,
        HttpContext context,
        Caller caller,
        UnitSight sight,
        Database database,
        ExchangeHistory history,
        string? counterpart = null,
        long from = 0
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        using var sql = database.OpenSession();
        var (page, next) = history.Of(sql, PartyName.Parse(exchange.Counterpart), id, caller, from);
        if (next is { } at)
            Pages.SayNext(context, "from", at);
        var names = new ActorNames(sql);
        return Results.Json(page.ConvertAll(entry => entry with { ActorName = names.Of(entry.Actor) }), ProtocolJson.Options);
    }

    /// <summary>One exchange step by step, with every proof verified anew.</summary>
    public static IResult Replay(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        ExchangeReplay replay,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        using var sql = database.OpenSession();
        if (replay.Run(sql, PartyName.Parse(exchange.Counterpart), id) is not { } view)
            return Problems.NotFound("exchange in the ledger");
        var names = new ActorNames(sql);
        var steps = view.Steps.Select(step => step with { ActorName = step.Actor is { } actor ? names.Of(actor) : null });
        return Results.Json(view with { Steps = [.. steps] }, ProtocolJson.Options);
    }

    /// <summary>Sets when an exchange is to be brought back; without a time none is set any more.</summary>
    public static async Task<IResult> BringBackAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        BringBackHandler handler,
        TimeProvider clock,
        CancellationToken cancellation,
        string? on = null,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        var at = DayOrTime(on);
        if (on is not null && at is null)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "not-a-time",
                "'on' must be a day or a time in UTC, such as 2026-11-23 or 2026-11-23T16:00:00.000Z. Nothing was stored."
            );
        }

        if (at <= clock.GetUtcNow())
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "time-has-passed",
                "'on' must be in the future; a day begins at 00:00 UTC. Nothing was stored."
            );
        }

        await handler.SetAsync(PartyName.Parse(exchange.Counterpart), id, at, caller, cancellation);
        return Results.Json(Views(db, [exchange])[0], ProtocolJson.Options);
    }

    /// <summary>Keeps what the messages of an exchange say beyond its date.</summary>
    public static async Task<IResult> HoldAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        HoldHandler handler,
        CancellationToken cancellation,
        string? reason = null,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        if (reason is null || !CodeNames<HoldReason>.TryParse(reason, out var why))
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "unknown-reason",
                $"'reason' must be one of {CodeNames<HoldReason>.All}. Nothing was changed."
            );
        }

        await handler.SetAsync(PartyName.Parse(exchange.Counterpart), id, why, caller, cancellation);
        return Results.Json(Views(db, [exchange])[0] with { Hold = why }, ProtocolJson.Options);
    }

    /// <summary>Has it destroyed at its date again.</summary>
    public static async Task<IResult> LiftHoldAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        HoldHandler handler,
        CancellationToken cancellation,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        await handler.SetAsync(PartyName.Parse(exchange.Counterpart), id, null, caller, cancellation);
        return Results.Json(Views(db, [exchange])[0] with { Hold = null }, ProtocolJson.Options);
    }

    /// <summary>
    /// Assigns an exchange to a unit and, if one is named, to an officer of it; without a unit, to none. With <c>mine</c> the caller takes
    /// it.
    /// </summary>
    public static async Task<IResult> AssignAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        GatewaySettings settings,
        AssignHandler handler,
        CancellationToken cancellation,
        string? unit = null,
        string? officer = null,
        bool mine = false,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        var taken = unit ?? (mine && caller.Units is [var first, ..] ? first : null);
        if (settings.Units.Count == 0)
        {
            return Problems.Of(
                StatusCodes.Status409Conflict,
                "no-units",
                "Our party has no units: everyone works with all exchanges. Nothing was changed."
            );
        }

        if (taken is not null && UnknownUnit(taken, settings) is { } unknown)
            return unknown;
        if (mine && (officer is not null || caller.PersonId is null || taken is null || !caller.Units.Contains(taken)))
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "not-yours",
                "'mine' is for a person, in one of its own units, and names no other officer. Nothing was changed."
            );
        }

        var person =
            mine ? caller.PersonId
            : officer is not null && taken is not null ? handler.OfficerOf(officer, taken)
            : null;
        if (officer is not null && person is null)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "unknown-officer",
                "'officer' must be the name of an officer or supervisor of that unit. Nothing was changed."
            );
        }

        if (
            !await handler.AssignAsync(
                PartyName.Parse(exchange.Counterpart),
                id,
                new(taken ?? ExchangeRow.NoUnit, person),
                mine,
                caller,
                cancellation
            )
        )
        {
            return Problems.Of(
                StatusCodes.Status409Conflict,
                "assigned",
                "Another officer has this exchange. Nothing was changed. A colleague who hands it over names you with 'officer'."
            );
        }

        return Results.Json(
            Views(db, db.Exchanges.Where(row => row.Counterpart == exchange.Counterpart && row.ExchangeId == exchange.ExchangeId).ToList())[
                0
            ],
            ProtocolJson.Options
        );
    }

    private static IResult? UnknownUnit(string unit, GatewaySettings settings) =>
        settings.Units.Contains(unit)
            ? null
            : Problems.Of(
                StatusCodes.Status400BadRequest,
                "unknown-unit",
                settings.Units.Count == 0 ? "Our party has no units." : $"'unit' must be one of {string.Join(", ", settings.Units)}."
            );

    private static DateTimeOffset? DayOrTime(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : ProtocolTime.TryParse(text, out var time) ? time
        : null;

    private static IResult? Find(ExchangeDb db, Guid id, string? counterpart, Caller caller, UnitSight sight, out ExchangeRow exchange)
    {
        var text = MessageId.Write(id);
        var found = sight.Only(
            caller,
            db.Exchanges.Where(row => row.ExchangeId == text && (counterpart == null || row.Counterpart == counterpart)).ToList(),
            row => row.Unit
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

    private static List<ExchangeView> Views(ExchangeDb db, List<ExchangeRow> rows)
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
