using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Api;

/// <summary>
/// Whether something new came, for pages that ask again and again while they are open. Without <c>from</c> they learn where to begin.
/// </summary>
internal static class NewsEndpoints
{
    // Entries that are looked at.
    private const int MostNew = 1_000;

    private static readonly string[] Changes = [LedgerEvents.MessageSent, LedgerEvents.MessageAccepted, LedgerEvents.AnswerOverdue];

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

    /// <summary>How many drafts wait for the caller's release that did not before.</summary>
    public static IResult Asked(Caller caller, UnitSight sight, Database database, long? from = null)
    {
        using var db = database.Open();
        var next = NextOf(db);
        if (from is not { } index)
            return View(0, next);
        var asked = Since(database, index, next)
            .Where(leaf => leaf.Event == LedgerEvents.ReleaseAsked)
            .Select(leaf => MessageId.Write(leaf.MessageId!.Value))
            .ToList();
        var awaiting = CodeNames<DraftStatus>.Write(DraftStatus.AwaitingRelease);
        var count = DraftEndpoints
            .SeenBy(db, caller, sight.Of(caller), mine: false)
            .Count(draft => draft.Status == awaiting && asked.Contains(draft.Id));
        return View(Math.Min(count, NewsView.Most), next);
    }

    /// <summary>In how many exchanges that the caller sees a message was sent or accepted, or an answer is overdue since.</summary>
    public static IResult Changed(Caller caller, UnitSight sight, Database database, long? from = null)
    {
        using var db = database.Open();
        var next = NextOf(db);
        if (from is not { } index)
            return View(0, next);
        var changed = Since(database, index, next)
            .Where(leaf => Changes.Contains(leaf.Event) && leaf is { ExchangeId: not null, Counterpart: not null })
            .Select(leaf => (leaf.Counterpart!.Value, MessageId.Write(leaf.ExchangeId!.Value)))
            .ToHashSet();
        var (ids, seen) = (changed.Select(exchange => exchange.Item2).ToList(), sight.Of(caller));
        var count = db
            .Exchanges.Where(exchange => ids.Contains(exchange.ExchangeId) && (seen == null || seen.Contains(exchange.Unit)))
            .Select(exchange => new { exchange.Counterpart, exchange.ExchangeId })
            .AsEnumerable()
            .Count(exchange => changed.Contains((exchange.Counterpart, exchange.ExchangeId)));
        return View(Math.Min(count, NewsView.Most), next);
    }

    // The newest entries from an index on: while a page is open they are few.
    private static IEnumerable<LedgerLeaf> Since(Database database, long from, long next)
    {
        using var sql = database.OpenSession();
        return EntryTable
            .Read(sql, log: null, Math.Max(from, next - MostNew))
            .Select(row => LedgerLeaf.Read(row.Leaf).Value)
            .OfType<LedgerLeaf>();
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
