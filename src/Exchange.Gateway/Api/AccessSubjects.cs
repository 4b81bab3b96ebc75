using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Api;

/// <summary>
/// Which exchange a request is about, by the id in its address or by the reference that it searches for: for the entry that says who asked.
/// Whether the caller sees that exchange is decided elsewhere.
/// </summary>
internal static class AccessSubjects
{
    /// <returns>Null for a request about none, about one that is not here, or about several with one id.</returns>
    public static AccessSubject? Of(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint route || !Guid.TryParse(http.GetRouteValue("id") as string, out var id))
            return null;
        var (path, text) = (route.RoutePattern.RawText ?? "", MessageId.Write(id));
        using var db = http.RequestServices.GetRequiredService<Database>().Open();
        string? counterpart = http.Request.Query["counterpart"];
        return path.StartsWith("/api/v1/exchanges/", StringComparison.Ordinal)
                ? Single(
                    db.Exchanges.Where(row => row.ExchangeId == text && (counterpart == null || row.Counterpart == counterpart)),
                    AccessSubject.Of
                )
            : path.StartsWith("/api/v1/messages/", StringComparison.Ordinal)
                ? Single(db.Messages.Where(MessageViews.IsComplete).Where(row => row.MessageId == text), AccessSubject.Of)
            : path.StartsWith("/api/v1/drafts/", StringComparison.Ordinal)
                ? Single(db.Drafts.Where(row => row.Id == text), AccessSubject.Of)
            : null;
    }

    /// <returns>Null if no exchange has this reference.</returns>
    public static AccessSubject? OfReference(HttpContext http, string reference)
    {
        using var db = http.RequestServices.GetRequiredService<Database>().Open();
        return Single(db.Exchanges.Where(row => row.Reference == reference), AccessSubject.Of);
    }

    private static AccessSubject? Single<T>(IQueryable<T> rows, Func<T, AccessSubject?> subjectOf) =>
        rows.Take(2).ToList() is [var only] ? subjectOf(only) : null;
}
