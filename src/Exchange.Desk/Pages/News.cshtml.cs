using System.Globalization;
using System.Net;
using Exchange.Desk.Api;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Authorization;

namespace Exchange.Desk.Pages;

/// <summary>
/// What a page that is open says when something new came. Who is not signed in any more is told so, and not led to another page.
/// </summary>
[AllowAnonymous]
internal sealed class NewsModel(GatewayApi api) : PageModel
{
    // What it says is shown, and not asked for again (htmx).
    private const int Final = 286;

    public bool HasEnded { get; private set; }

    public int Count { get; private set; }

    /// <summary>Lets a page ask from now on; what comes while it is made is new.</summary>
    /// <returns>Where it asks; null for who is not told.</returns>
    /// <inheritdoc cref="GatewayApi.GetAsync"/>
    public static async Task<string?> BeginAsync(PageModel page, GatewayApi api, NewsOf of)
    {
        if (!page.User.Is(Role.Officer, Role.Supervisor))
            return null;
        SafeHeaders.AllowOwnScript(page.Response);
        var begin = await api.GetAsync<NewsView>(PathOf(of));
        return "/news" + QueryString.Create("from", begin.Next.ToString(CultureInfo.InvariantCulture)).Add("of", of.ToString());
    }

    public async Task<IActionResult> OnGetAsync(long from, NewsOf of, Guid? exchange, string? counterpart)
    {
        try
        {
            HasEnded = User.Identity is not { IsAuthenticated: true };
            if (!HasEnded)
                Count = (await api.GetAsync<NewsView>(PathOf(from, of, exchange, counterpart))).Count;
        }
        catch (GatewayRefusal refusal) when (refusal.Status == HttpStatusCode.Unauthorized)
        {
            HasEnded = true;
        }
        catch (Exception exception) when (exception is GatewayRefusal or GatewayUnreachable)
        {
            // It is asked again; a page that is loaded says what is wrong.
        }

        if (!HasEnded && Count == 0)
            return new NoContentResult();
        Response.StatusCode = Final;
        return Page();
    }

    private static string PathOf(long from, NewsOf of, Guid? exchange, string? counterpart)
    {
        var query = QueryString.Create("from", from.ToString(CultureInfo.InvariantCulture));
        return exchange is { } id
            ? $"api/v1/exchanges/{MessageId.Write(id)}/news{query.Add("counterpart", counterpart ?? "")}"
            : PathOf(of) + query;
    }

    private static string PathOf(NewsOf of) =>
        of switch
        {
            NewsOf.Releases => "api/v1/drafts/news",
            NewsOf.Board => "api/v1/exchanges/changes",
            _ => "api/v1/exchanges/news",
        };
}

/// <summary>Of what a page says that something new came.</summary>
public enum NewsOf
{
    /// <summary>Messages of counterparts.</summary>
    Cases,

    /// <summary>What waits for release.</summary>
    Releases,

    /// <summary>Messages of all sides and what is overdue, for deadlines and figures.</summary>
    Board,
}
