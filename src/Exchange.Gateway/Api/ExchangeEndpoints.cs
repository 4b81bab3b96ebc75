namespace Exchange.Gateway.Api;

/// <summary>Exchanges with their state, which is folded from our ledger.</summary>
internal static class ExchangeEndpoints
{
    private const int Page = 200;

    /// <summary>The newest first: a page, and all that were opened in the same millisecond as its last one.</summary>
    public static IResult List(HttpContext context, Database database, Counterparts counterparts, string? counterpart, string? reference, string? before)
    {
        if (before is not null && !ProtocolTime.TryParse(before, out _))
            return Problems.Of(StatusCodes.Status400BadRequest, "not-a-time", "'before' must be a time in UTC, such as 2026-11-23T16:00:00.000Z.");
        if (Pages.FaultOf(counterpart, counterparts, database) is { } fault)
            return fault;
        long? end = ProtocolTime.TryParse(before, out var time) ? time.ToUnixTimeMilliseconds() : null;
        using var db = database.Open();
        var newest = db.Exchanges.Where(row => (counterpart == null || row.Counterpart == counterpart) && (reference == null || row.Reference == reference) && (end == null || row.OpenedAt < end))
            .OrderByDescending(row => row.OpenedAt).ThenBy(row => row.ExchangeId).ThenBy(row => row.Counterpart);
        var rows = newest.Take(Page + 1).ToList();
        if (rows.Count > Page && rows[Page - 1].OpenedAt is var last)
        {
            rows = [.. rows.Where(row => row.OpenedAt > last), .. newest.Where(row => row.OpenedAt == last)];
            if (newest.Any(row => row.OpenedAt < last))
                Pages.SayNext(context, "before", ProtocolTime.Write(DateTimeOffset.FromUnixTimeMilliseconds(last)));
        }

        return Results.Json(rows.Select(View), ProtocolJson.Options);
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
