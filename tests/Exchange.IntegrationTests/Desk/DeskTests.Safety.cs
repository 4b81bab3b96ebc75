using System.Net;
using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What a stranger, a thief and a flood come to.</summary>
internal sealed partial class DeskTests
{
    [Test]
    public async Task A_cookie_that_was_planted_before_the_sign_in_is_not_the_one_after_it()
    {
        var planted = (await (await _desk.AsAsync("auditor")).Context.CookiesAsync()).Single(cookie => cookie.Name == "desk");
        await _desk.EnrolAsync("victim", Role.Officer, planted: planted);

        var after = (await (await _desk.AsAsync("victim")).Context.CookiesAsync()).Single(cookie => cookie.Name == "desk");

        after.Value.ShouldNotBe(planted.Value);
        (await PlacesOfAsync("victim")).ShouldContain("New message");
        // What was planted is still the auditor's, and no more.
        (await PlacesOfAsync("auditor")).ShouldNotContain("New message");
    }

    [Test]
    public async Task A_session_that_has_ended_at_the_gateway_leads_to_the_sign_in_and_back()
    {
        var answers = new Dictionary<string, object> { ["/api/v1/links"] = Array.Empty<LinkView>() };
        await using var stubbed = await StubbedDesk.OpenAsync(_desk, answers);
        var page = stubbed.Page;
        (await page.GotoAsync("/links"))!.Status.ShouldBe(200);

        stubbed.Gateway.EndSessions();
        await page.GotoAsync("/links");

        new Uri(page.Url).PathAndQuery.ShouldBe("/sign-in?to=%2Flinks");
        (await page.Context.CookiesAsync()).ShouldNotContain(cookie => cookie.Name == "desk");
    }

    [Test]
    public async Task Attempts_from_one_address_are_limited_and_told_when_to_come_again()
    {
        await using var gateway = await StubGateway.StartAsync([]);
        await using var desk = await StartedDesk.BeforeAsync(gateway.Address);
        using var http = new HttpClient { BaseAddress = desk.Address };
        HttpResponseMessage? last = null;
        for (var attempt = 0; attempt < 35 && last?.StatusCode != HttpStatusCode.TooManyRequests; attempt++)
        {
            last?.Dispose();
            last = await http.PostAsync("sign-in", new FormUrlEncodedContent([new("name", "x")]));
        }

        last!.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await last.Content.ReadAsStringAsync()).ShouldContain("too many requests");
        last.Dispose();
        (await http.GetAsync("sign-in")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_body_that_is_larger_than_any_message_is_refused()
    {
        using var http = new HttpClient { BaseAddress = _desk.Address };
        using var form = new FormUrlEncodedContent([new("name", new string('x', 8 * Submission.MaximumSize))]);
        using var answer = await http.PostAsync("sign-in", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }
}
