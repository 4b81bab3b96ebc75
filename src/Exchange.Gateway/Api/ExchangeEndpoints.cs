using System.Linq.Expressions;

namespace Exchange.Gateway.Api;

/// <summary>Exchanges with their state, which is folded from our ledger.</summary>
internal static class ExchangeEndpoints
{
    private const int Page = 200;

    /// <summary>The newest first, or, with <c>dueBefore</c>, the earliest due first: a page, and what has the same time as the last one of it.</summary>
    public static IResult List(
        HttpContext context, Database database, Counterparts counterparts, string? counterpart, string? reference, string? kind, string? status,
        bool? ourTurn, string? dueBefore, string? dueAfter, string? before)
    {
        var filter = new ExchangeFilter(counterpart, reference, kind, status, ourTurn, dueBefore, dueAfter, before);
        if (filter.Fault() is { } unusable)
            return unusable;
        if (Pages.FaultOf(counterpart, counterparts, database) is { } fault)
            return fault;
        using var db = database.Open();
        var found = filter.Of(db.Exchanges);
        var rows = dueBefore is null
            ? Cut(context, found, row => row.OpenedAt, isDescending: true, "before")
            : Cut(context, found, row => row.DueAt!.Value, isDescending: false, "dueAfter");
        return Results.Json(rows.Select(View), ProtocolJson.Options);
    }

    // A page never ends between two of the same time, so that the time alone says where the next one begins.
    private static List<ExchangeRow> Cut(HttpContext context, IQueryable<ExchangeRow> found, Expression<Func<ExchangeRow, long>> time, bool isDescending, string cursor)
    {
        var ordered = (isDescending ? found.OrderByDescending(time) : found.OrderBy(time)).ThenBy(row => row.ExchangeId).ThenBy(row => row.Counterpart);
        var rows = ordered.Take(Page + 1).ToList();
        if (rows.Count <= Page)
            return rows;
        var timeOf = time.Compile();
        var last = timeOf(rows[Page - 1]);
        var sameTime = Expression.Lambda<Func<ExchangeRow, bool>>(Expression.Equal(time.Body, Expression.Constant(last)), time.Parameters);
        var later = Expression.Lambda<Func<ExchangeRow, bool>>(
            isDescending ? Expression.LessThan(time.Body, Expression.Constant(last)) : Expression.GreaterThan(time.Body, Expression.Constant(last)), time.Parameters);
        if (ordered.Any(later))
            Pages.SayNext(context, cursor, ProtocolTime.Write(DateTimeOffset.FromUnixTimeMilliseconds(last)));
        return [.. rows.Take(Page).Where(row => timeOf(row) != last), .. ordered.Where(sameTime)];
    }

    public static IResult Read(Guid id, Database database, ILogger<MessageView> logger, string? counterpart = null)
    {
        using var db = database.Open();
        var text = MessageId.Write(id);
        var found = db.Exchanges.Where(row => row.ExchangeId == text && (counterpart == null || row.Counterpart == counterpart)).ToList();
        if (found.Count == 0)
            return Problems.NotFound("exchange");
        if (found is not [var exchange])
            return Problems.Of(StatusCodes.Status409Conflict, "ambiguous-id", "Exchanges with several counterparts have this id. Name the counterpart with 'counterpart'.");
        var messages = db.Messages.Where(MessageViews.IsComplete)
            .Where(row => row.Counterpart == exchange.Counterpart && row.ExchangeId == text).OrderByDescending(row => row.EntryIndex).Take(Page + 1).ToList();
        var view = View(exchange) with
        {
            Messages = MessageViews.WithActors(db, MessageViews.Of(messages.Take(Page).Reverse(), _ => exchange.Reference, logger)),
            HasEarlierMessages = messages.Count > Page,
        };
        return Results.Json(view, ProtocolJson.Options);
    }

    public static ExchangeView View(ExchangeRow row) => new(
        Guid.Parse(row.ExchangeId), row.Reference, row.Counterpart, row.OpenedByUs, DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedAt),
        ExchangeStateView.Of(ExchangeTable.Read(row.State), DueSpans.Default));
}
