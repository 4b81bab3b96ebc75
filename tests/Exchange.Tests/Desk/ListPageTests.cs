using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Exchange.Desk;
using Exchange.Desk.Api;
using Exchange.Desk.Pages;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Microsoft.AspNetCore.Http;

namespace Exchange.Tests.Desk;

/// <summary>The list of cases in pages: what the desk asks of the gateway, and where the next page is.</summary>
internal sealed class ListPageTests
{
    private const string Cursor = "2026-11-23T16:00:00.000Z";
    private static readonly string Escaped = Uri.EscapeDataString(Cursor);

    // The gateway has other names for some queues, and another order of each has another cursor.
    [TestCase("", "before", "")]
    [TestCase("units", "dueAfter", "queue=my-units")]
    [TestCase("mine", "dueAfter", "queue=mine")]
    [TestCase("ours", "dueAfter", "ourTurn=true")]
    [TestCase("held", "before", "queue=held")]
    [TestCase("overdue", "dueAfter", "dueBefore=")]
    [TestCase("back", "bringBackAfter", "bringBackBefore=")]
    public async Task Each_page_of_a_queue_is_of_that_queue_with_its_filters(string queue, string cursor, string filter)
    {
        var gateway = new Gateway(cursor);
        var (page, _) = PageOf(gateway, $"?queue={queue}&kind=request&at={Escaped}");
        (page.Queue, page.Kind) = (queue, "request");

        await page.OnGetAsync();

        var asked = gateway.Asked.Single(path => path.StartsWith("/api/v1/exchanges?", StringComparison.Ordinal));
        asked.ShouldContain("kind=request");
        asked.ShouldContain(filter);
        asked.ShouldContain($"&{cursor}={Escaped}");
        page.Paging.ShouldBe(new(null, $"/?queue={queue}&kind=request", $"/?queue={queue}&kind=request&at={Escaped}&at=next-one"));
    }

    [Test]
    public async Task After_all_that_is_due_comes_what_has_no_due_time()
    {
        var gateway = new Gateway("before");
        var (page, _) = PageOf(gateway, "?queue=ours");
        page.Queue = "ours";

        await page.OnGetAsync();

        gateway.Asked.Count(path => path.Contains("?ourTurn=true&dueBefore=", StringComparison.Ordinal)).ShouldBe(1);
        gateway.Asked.Count(path => path.EndsWith("?ourTurn=true&withoutDue=true", StringComparison.Ordinal)).ShouldBe(1);
        page.Paging.Next.ShouldBe("/?queue=ours&at=-next-one");
        var (later, _) = PageOf(gateway, "?queue=ours&at=-next-one");
        later.Queue = "ours";
        await later.OnGetAsync();
        gateway.Asked.ShouldContain("/api/v1/exchanges?ourTurn=true&withoutDue=true&before=next-one");
    }

    [Test]
    public async Task Queue_and_filters_stay_and_the_page_of_the_list_does_not()
    {
        var (page, context) = PageOf(new("before"), $"?queue=ours&kind=request&at={Escaped}");
        (page.Queue, page.Kind) = ("ours", "request");

        await page.OnGetAsync();

        var cookie = context.Response.Headers.SetCookie.ToString();
        cookie.ShouldContain(Uri.EscapeDataString("?queue=ours&kind=request"));
        cookie.ShouldNotContain("at%3D");
    }

    [Test]
    public async Task A_list_as_a_file_has_all_its_pages()
    {
        var gateway = new Gateway("before") { Pages = 12 };
        var (page, context) = PageOf(gateway, "?kind=request&handler=csv");
        page.Kind = "request";
        context.Response.Body = new MemoryStream();

        await (await page.OnGetCsvAsync()).ExecuteResultAsync(new() { HttpContext = context });

        gateway.Asked.Count.ShouldBe(12);
        gateway.Asked.ShouldAllBe(path => path.StartsWith("/api/v1/exchanges?kind=request", StringComparison.Ordinal));
        context.Response.Headers.ContentDisposition.ToString().ShouldBe("attachment; filename=cases.csv");
        var file = System.Text.Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        file.ShouldStartWith("\uFEFF\"Reference\",");
    }

    [Test]
    public async Task A_file_of_which_a_page_cannot_be_had_fails_and_does_not_end_as_if_it_were_whole()
    {
        var gateway = new Gateway("before") { Pages = 12, FailsAt = 3 };
        var (page, context) = PageOf(gateway, "?handler=csv");
        context.Response.Body = new MemoryStream();

        var file = await page.OnGetCsvAsync();

        await Should.ThrowAsync<GatewayRefusal>(() => file.ExecuteResultAsync(new() { HttpContext = context }));
    }

    private static (IndexModel Page, DefaultHttpContext Context) PageOf(Gateway gateway, string query)
    {
        var context = new DefaultHttpContext { User = new(new ClaimsIdentity([new(ClaimTypes.Role, nameof(Role.Officer))], "test")) };
        (context.Request.Path, context.Request.QueryString) = ("/", new(query));
        var http = new HttpClient(gateway) { BaseAddress = new("http://gateway") };
        var api = new GatewayApi(http, new HttpContextAccessor { HttpContext = context });
        return (
            new(api, new DeskSettings(), TimeProvider.System, FormWordsTests.Localizer) { PageContext = new() { HttpContext = context } },
            context
        );
    }

    /// <summary>Says of each list of exchanges that it goes on.</summary>
    private sealed class Gateway(string cursor) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        public int Pages { get; init; } = int.MaxValue;

        public int FailsAt { get; init; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.PathAndQuery);
            if (Asked.Count == FailsAt)
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") });
            object answer = request.RequestUri.AbsolutePath switch
            {
                "/api/v1/exchanges/news" => new NewsView(0, 7),
                "/api/v1/exchanges/queues" => new QueuesView(0, 0, 0, 0, 0, 0, 0),
                "/api/v1/sessions/current" => new CallerView("user:1", [Role.Officer])
                {
                    Party = "BGD",
                    Clearances = [],
                    Units = ["CID"],
                    UnitsOfParty = ["CID", "SB"],
                },
                _ => Array.Empty<ExchangeView>(),
            };
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(answer, answer.GetType(), options: ProtocolJson.Options),
            };
            // What is due ends with one page, unless the list is of that.
            if (Asked.Count < Pages && (cursor != "before" || !Asked[^1].Contains("dueBefore", StringComparison.Ordinal)))
                response.Headers.Add("Link", $"</api/v1/exchanges?queue=my-units&{cursor}=next-one>; rel=\"next\"");
            return Task.FromResult(response);
        }
    }
}
