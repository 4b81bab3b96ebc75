using System.Globalization;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Reminding;

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
        HttpContext context, Database database, Counterparts counterparts, string? counterpart, string? reference, string? kind, string? status,
        bool? ourTurn, string? dueBefore, string? dueAfter, string? bringBackBefore, string? bringBackAfter, string? before)
    {
        var filter = new ExchangeFilter(counterpart, reference, kind, status, ourTurn, dueBefore, dueAfter, bringBackBefore, bringBackAfter, before);
        if (filter.Fault() is { } unusable)
            return unusable;
        if (Pages.FaultOf(counterpart, counterparts, database) is { } fault)
            return fault;
        using var db = database.Open();
        return Results.Json(Views(db, Cut(context, filter.Of(db), filter)), ProtocolJson.Options);
    }

    // A page never ends between two of the same time, so that the time alone says where the next one begins.
    private static List<ExchangeRow> Cut(HttpContext context, IQueryable<ListedExchange> ordered, ExchangeFilter filter)
    {
        var rows = ordered.Take(Page + 1).ToList();
        if (rows.Count <= Page)
            return rows.ConvertAll(listed => listed.Row);
        var last = rows[Page - 1].At;
        if (filter.IsDescending ? ordered.Any(listed => listed.At < last) : ordered.Any(listed => listed.At > last))
            Pages.SayNext(context, filter.Cursor, ProtocolTime.Write(DateTimeOffset.FromUnixTimeMilliseconds(last)));
        return [.. rows.Take(Page).Where(listed => listed.At != last).Select(listed => listed.Row), .. ordered.Where(listed => listed.At == last).Select(listed => listed.Row)];
    }

    public static IResult Read(Guid id, Database database, ILogger<MessageView> logger, string? counterpart = null)
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, out var exchange) is { } problem)
            return problem;
        var messages = db.Messages.Where(MessageViews.IsComplete)
            .Where(row => row.Counterpart == exchange.Counterpart && row.ExchangeId == exchange.ExchangeId).OrderByDescending(row => row.EntryIndex).Take(Page + 1).ToList();
        var view = Views(db, [exchange])[0] with
        {
            Messages = MessageViews.WithActors(db, MessageViews.Of(messages.Take(Page).Reverse(), _ => exchange.Reference, logger)),
            HasEarlierMessages = messages.Count > Page,
            Decisions = DecisionViews.Of(db, exchange),
        };
        return Results.Json(view, ProtocolJson.Options);
    }

    /// <summary>Sets when an exchange is to be brought back; without a time none is set any more.</summary>
    public static async Task<IResult> BringBackAsync(
        Guid id, Caller caller, Database database, BringBackHandler handler, TimeProvider clock, CancellationToken cancellation, string? on = null, string? counterpart = null)
    {
        using var db = database.Open();
        if (Find(db, id, counterpart, out var exchange) is { } problem)
            return problem;
        var at = DayOrTime(on);
        if (on is not null && at is null)
            return Problems.Of(StatusCodes.Status400BadRequest, "not-a-time", "'on' must be a day or a time in UTC, such as 2026-11-23 or 2026-11-23T16:00:00.000Z. Nothing was stored.");
        if (at <= clock.GetUtcNow())
            return Problems.Of(StatusCodes.Status400BadRequest, "time-has-passed", "'on' must be in the future; a day begins at 00:00 UTC. Nothing was stored.");
        await handler.SetAsync(PartyName.Parse(exchange.Counterpart), id, at, caller, cancellation);
        return Results.Json(Views(db, [exchange])[0], ProtocolJson.Options);
    }

    private static DateTimeOffset? DayOrTime(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : ProtocolTime.TryParse(text, out var time) ? time
        : null;

    private static IResult? Find(ExchangeDb db, Guid id, string? counterpart, out ExchangeRow exchange)
    {
        var text = MessageId.Write(id);
        var found = db.Exchanges.Where(row => row.ExchangeId == text && (counterpart == null || row.Counterpart == counterpart)).ToList();
        exchange = found.FirstOrDefault()!;
        return found.Count switch
        {
            0 => Problems.NotFound("exchange"),
            1 => null,
            _ => Problems.Of(StatusCodes.Status409Conflict, "ambiguous-id", "Exchanges with several counterparts have this id. Name the counterpart with 'counterpart'."),
        };
    }

    private static List<ExchangeView> Views(ExchangeDb db, List<ExchangeRow> rows)
    {
        var ids = rows.ConvertAll(row => row.ExchangeId);
        var times = db.BringBacks.Where(set => ids.Contains(set.ExchangeId)).ToDictionary(set => (set.Counterpart, set.ExchangeId), set => set.At);
        return rows.ConvertAll(row => View(row) with
        {
            BringBackAt = times.TryGetValue((row.Counterpart, row.ExchangeId), out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        });
    }

    /// <summary>What the row itself says of an exchange.</summary>
    internal static ExchangeView View(ExchangeRow row) => new(
        Guid.Parse(row.ExchangeId), row.Reference, row.Counterpart, row.OpenedByUs, DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedAt),
        ExchangeStateView.Of(ExchangeTable.Read(row.State)));
}
