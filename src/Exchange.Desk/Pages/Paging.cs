using Microsoft.AspNetCore.WebUtilities;

namespace Exchange.Desk.Pages;

/// <summary>
/// The pages of a list: the gateway says from which row on a list goes on, and the address has those of the pages before, so that there is a
/// way back without script. All else that is in the address, as filters, stays.
/// </summary>
/// <param name="First">The first page; null on that.</param>
/// <param name="Previous">The page before; null on the first.</param>
/// <param name="Next">The page after; null on the last.</param>
internal sealed record Paging(string? First, string? Previous, string? Next)
{
    /// <summary>Pages that an address leads back to: it stays shorter than a server accepts.</summary>
    private const int Most = 100;

    /// <param name="list">Of several lists on a page, the name of one: that of the member of the address.</param>
    /// <returns>Where the page begins that is asked for; null for the first.</returns>
    public static string? Begin(HttpRequest request, string list = "at") => request.Query[list] is [.., { Length: > 0 } last] ? last : null;

    /// <param name="request">For the page that is shown.</param>
    /// <param name="next">The query of the gateway's next page; null at the end.</param>
    /// <param name="cursor">The member of that query that says where it begins.</param>
    /// <param name="list">As of <see cref="Begin"/>.</param>
    public static Paging Of(HttpRequest request, string? next, string cursor, string list = "at") =>
        Before(request, CursorOf(next, cursor), list);

    /// <summary>Where the gateway's next page begins; null at the end.</summary>
    public static string? CursorOf(string? next, string cursor) => next is null ? null : $"{QueryHelpers.ParseQuery(next)[cursor]}";

    /// <param name="request">For the page that is shown.</param>
    /// <param name="begin">Where the next page begins; null at the end.</param>
    /// <param name="list">As of <see cref="Begin"/>.</param>
    public static Paging Before(HttpRequest request, string? begin, string list = "at")
    {
        string[] trail = [.. request.Query[list].OfType<string>().Where(one => one.Length > 0)];
        return new(
            trail.Length > 1 ? Address([]) : null,
            trail.Length > 0 ? Address(trail[..^1]) : null,
            begin is null ? null : Address([.. trail.TakeLast(Most - 1), begin])
        );

        string Address(string[] pages)
        {
            var kept = request
                .Query.Where(pair => pair.Key != list && pair.Key != "handler")
                .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)));
            var query = QueryString.Create([.. kept, .. pages.Select(page => KeyValuePair.Create(list, (string?)page))]);
            return $"{request.Path}{query}{(list == "at" ? "" : $"#{list}")}";
        }
    }
}
