namespace Exchange.Gateway.Api;

/// <summary>
/// Lists in pages: the header <c>Link</c> (RFC 8288) with <c>rel="next"</c> has the address of the next page. A list without it is
/// complete.
/// </summary>
internal static class Pages
{
    /// <summary>The rows of one page; says where the next one is, if there is one.</summary>
    /// <param name="rows">Up to one more than a page, which shows that there is more.</param>
    /// <param name="cursor">The query parameter for the next page.</param>
    /// <param name="at">Its value by the last row of a page.</param>
    public static List<T> Cut<T>(HttpContext context, List<T> rows, int most, string cursor, Func<T, object> at)
    {
        if (rows.Count <= most)
            return rows;
        SayNext(context, cursor, at(rows[most - 1]));
        return rows[..most];
    }

    public static void SayNext(HttpContext context, string cursor, object value)
    {
        var query = QueryString.Create(
            context.Request.Query.Where(pair => pair.Key != cursor).Append(new(cursor, FormattableString.Invariant($"{value}")))
        );
        context.Response.Headers.Link = $"<{context.Request.Path}{query}>; rel=\"next\"";
    }

    /// <summary>
    /// Says that a list leaves out what the caller may not see, and never how much: of a list of exchanges whatever there is, so that no
    /// filter tells whether another unit has one that matches.
    /// </summary>
    public static void SayWithheld(HttpContext context) => context.Response.Headers[ApiHeaders.Withheld] = "some";

    /// <summary>Why a counterpart is unknown, or null: an empty list would be misleading if its name was misspelt.</summary>
    public static IResult? FaultOf(string? counterpart, Counterparts counterparts, Database database)
    {
        if (counterpart is null)
            return null;
        if (!PartyName.TryParse(counterpart, out var name))
            return Problems.Of(StatusCodes.Status400BadRequest, "bad-counterpart", "'counterpart' must be a party's name such as MYS.");
        using var sql = database.OpenSession();
        // A counterpart whose card was removed still has its messages here.
        return counterparts.Find(name) is not null || CardTable.HighestSerial(sql, name) > 0 ? null : Problems.NotFound("counterpart");
    }
}
