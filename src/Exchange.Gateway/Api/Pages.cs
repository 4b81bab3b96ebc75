namespace Exchange.Gateway.Api;

/// <summary>Lists as pages: that there is more, and its address, is in the header <c>Link</c> (RFC 8288) with <c>rel="next"</c>. A list without it is complete.</summary>
internal static class Pages
{
    /// <summary>The rows of one page; says where the next one is, if there is one.</summary>
    /// <param name="context">Of the request that is answered.</param>
    /// <param name="rows">Up to one more than a page has, by which it is known that there is more.</param>
    /// <param name="most">Rows of a page.</param>
    /// <param name="cursor">The query's parameter for the next page.</param>
    /// <param name="at">What the last row of a page gives for it.</param>
    public static List<T> Cut<T>(HttpContext context, List<T> rows, int most, string cursor, Func<T, object> at)
    {
        if (rows.Count <= most)
            return rows;
        SayNext(context, cursor, at(rows[most - 1]));
        return rows[..most];
    }

    public static void SayNext(HttpContext context, string cursor, object value)
    {
        var query = QueryString.Create(context.Request.Query.Where(pair => pair.Key != cursor).Append(new(cursor, FormattableString.Invariant($"{value}"))));
        context.Response.Headers.Link = $"<{context.Request.Path}{query}>; rel=\"next\"";
    }

    /// <summary>Why a list of one counterpart's is not given: an empty one would say that there is nothing of a party that was only misspelt.</summary>
    public static IResult? FaultOf(string? counterpart, Counterparts counterparts, Database database)
    {
        if (counterpart is null)
            return null;
        if (!PartyName.TryParse(counterpart, out var name))
            return Problems.Of(StatusCodes.Status400BadRequest, "bad-counterpart", "'counterpart' must be a party's name such as MYS.");
        using var sql = database.OpenSession();
        // One whose card was removed has its messages here still.
        return counterparts.Find(name) is not null || CardTable.HighestSerial(sql, name) > 0 ? null : Problems.NotFound("counterpart");
    }
}
