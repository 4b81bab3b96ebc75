using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Api;

/// <summary>
/// Whether something new came, for pages that ask again and again while they are open. Without <c>from</c> they learn where to begin.
/// </summary>
internal static class NewsEndpoints
{
    /// <summary>How many messages of counterparts were accepted, in exchanges that the caller sees.</summary>
    public static IResult Arrived(Caller caller, UnitSight sight, Database database, long? from = null)
    {
        using var db = database.Open();
        var next = NextOf(db);
        return View(from is { } index ? ArrivedSince(db, sight.Of(caller), index).Take(NewsView.Most).Count() : 0, next);
    }

    /// <summary>How much happened in one exchange, apart from readings.</summary>
    public static IResult Happened(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        string? counterpart = null,
        long? from = null
    )
    {
        using var db = database.Open();
        if (ExchangeEndpoints.Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        var next = NextOf(db);
        using var sql = database.OpenSession();
        return View(from is { } index ? ExchangeHistory.CountSince(sql, PartyName.Parse(exchange.Counterpart), id, index) : 0, next);
    }

    internal static IQueryable<long> ArrivedSince(ExchangeDb db, IReadOnlyList<string>? seen, long from) =>
        db
            .Messages.Where(message => message.EntryIndex >= from && !message.Outgoing && message.Code == (int)ReceiptCode.Accepted)
            .Where(message =>
                seen == null
                || db.Exchanges.Any(exchange =>
                    exchange.Counterpart == message.Counterpart
                    && exchange.ExchangeId == message.ExchangeId
                    && seen.Contains(exchange.Unit)
                )
            )
            .Select(message => message.EntryIndex);

    private static long NextOf(ExchangeDb db) => (db.Entries.Max(entry => (long?)entry.Index) ?? -1) + 1;

    private static IResult View(int count, long next) => Results.Json(new NewsView(count, next), ProtocolJson.Options);
}
