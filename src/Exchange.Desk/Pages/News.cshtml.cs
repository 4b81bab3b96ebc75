using System.Globalization;
using System.Net;
using Exchange.Desk.Api;
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

    public async Task<IActionResult> OnGetAsync(long from, Guid? exchange, string? counterpart)
    {
        try
        {
            HasEnded = User.Identity is not { IsAuthenticated: true };
            if (!HasEnded)
                Count = (await api.GetAsync<NewsView>(PathOf(from, exchange, counterpart))).Count;
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

    private static string PathOf(long from, Guid? exchange, string? counterpart)
    {
        var query = QueryString.Create("from", from.ToString(CultureInfo.InvariantCulture));
        return exchange is { } id
            ? $"api/v1/exchanges/{MessageId.Write(id)}/news{query.Add("counterpart", counterpart ?? "")}"
            : $"api/v1/exchanges/news{query}";
    }
}
