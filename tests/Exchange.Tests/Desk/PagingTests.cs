using Exchange.Desk.Pages;
using Microsoft.AspNetCore.Http;

namespace Exchange.Tests.Desk;

/// <summary>A page of a list leads to the next, back to the one before and to the first, and keeps the filters.</summary>
internal sealed class PagingTests
{
    private const string Next = "?kind=request&queue=my-units&dueAfter=2026-11-23T16%3A00%3A00.000Z";

    [Test]
    public void The_first_page_leads_to_the_next_with_its_filters()
    {
        var paging = Paging.Of(Asked("?queue=units&kind=request"), Next, "dueAfter");

        paging.ShouldBe(new(null, null, "/cases?queue=units&kind=request&at=2026-11-23T16%3A00%3A00.000Z"));
    }

    [Test]
    public void A_later_page_leads_back_one_page_and_to_the_first()
    {
        var request = Asked("?queue=units&at=a&at=b&handler=csv");

        Paging.Begin(request).ShouldBe("b");
        Paging.Of(request, null, "before").ShouldBe(new("/cases?queue=units", "/cases?queue=units&at=a", null));
        Paging.Of(Asked("?at=a"), null, "before").ShouldBe(new(null, "/cases", null));
    }

    [Test]
    public void Each_of_several_lists_has_pages_of_its_own()
    {
        var request = Asked("?queue=7&alarms=9");

        (Paging.Begin(request, "queue"), Paging.Begin(request, "deferred")).ShouldBe(("7", null));
        Paging.Of(request, "?after=8", "after", "queue").ShouldBe(new(null, "/cases?alarms=9#queue", "/cases?alarms=9&queue=7&queue=8#queue"));
    }

    [Test]
    public void However_far_one_goes_the_address_does_not_grow_without_end()
    {
        var trail = string.Concat(Enumerable.Range(0, 500).Select(page => $"&at={page}"));

        var next = Paging.Of(Asked($"?queue=units{trail}"), "?before=500", "before").Next!;

        next.Split("&at=").Length.ShouldBe(101);
        next.ShouldEndWith("&at=499&at=500");
    }

    private static HttpRequest Asked(string query)
    {
        var context = new DefaultHttpContext();
        (context.Request.Path, context.Request.QueryString) = ("/cases", new(query));
        return context.Request;
    }
}
