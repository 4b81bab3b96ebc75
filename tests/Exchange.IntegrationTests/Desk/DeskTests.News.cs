using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using static Microsoft.Playwright.Assertions;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What an open page says by itself, and a timeline that is longer than a page.</summary>
internal sealed partial class DeskTests
{
    private const long PollMilliseconds = 31_000;

    [Test]
    public async Task The_work_queue_says_that_a_message_came_and_never_while_somebody_types()
    {
        await _desk.EnrolAsync("watcher", Role.Officer);
        var page = await _desk.AsAsync("watcher");
        var asked = 0;
        page.Request += (_, request) => asked += request.Url.Contains("/news?", StringComparison.Ordinal) ? 1 : 0;
        await page.Clock.InstallAsync();
        await page.GotoAsync("/?queue=ours");
        await SendToUsAsync();

        await page.FillAsync("#reference", "MYS-");
        await page.Clock.RunForAsync(PollMilliseconds);
        asked.ShouldBe(0, "somebody fills in a form");
        (await page.InnerTextAsync("#news")).ShouldBeEmpty();

        await page.GotoAsync("/?queue=ours");
        await page.Clock.RunForAsync(PollMilliseconds);
        await Expect(page.Locator("#news")).ToBeEmptyAsync();
        await SendToUsAsync();
        await page.Clock.RunForAsync(PollMilliseconds);
        await Expect(page.Locator("#news")).ToContainTextAsync("New since you opened this page: 1.");
        await DeskBrowser.LookAsync(page, "cases-news");
        var before = asked;
        await page.Clock.RunForAsync(2 * PollMilliseconds);
        asked.ShouldBe(before, "what was said stays, and is not asked for again");
        await page.ClickAndLoadAsync("#news a");
        new Uri(page.Url).PathAndQuery.ShouldBe("/?queue=ours");
        await Expect(page.Locator("#news")).ToBeEmptyAsync();
    }

    [Test]
    public async Task A_case_says_that_something_happened_in_it_and_that_the_session_has_ended()
    {
        await _desk.EnrolAsync("reader", Role.Officer);
        var page = await _desk.AsAsync("reader");
        await page.Clock.InstallAsync();
        await page.GotoAsync($"/cases/{_request}");
        await page.Clock.RunForAsync(PollMilliseconds);
        await Expect(page.Locator("#news")).ToBeEmptyAsync();
        await BringBackAsync(_request, 1);
        await page.Clock.RunForAsync(PollMilliseconds);
        await Expect(page.Locator("#news")).ToContainTextAsync("New since you opened this page: 1.");

        await page.ClickAndLoadAsync("#news a");
        await page.Context.ClearCookiesAsync();
        await page.Clock.RunForAsync(PollMilliseconds);
        await Expect(page.Locator("#news")).ToContainTextAsync("Your session has ended.");
        new Uri(page.Url).AbsolutePath.ShouldBe($"/cases/{_request}", "nobody is led away from what he reads");
        await DeskBrowser.LookAsync(page, "case-ended");
    }

    [TestCase("releases")]
    [TestCase("deadlines")]
    [TestCase("figures")]
    public async Task A_supervisors_page_says_that_something_new_came(string place)
    {
        await _desk.EnrolAsync($"watcher-of-{place}", Role.Supervisor);
        var page = await _desk.AsAsync($"watcher-of-{place}");
        await page.Clock.InstallAsync();
        await page.GotoAsync($"/{place}");
        await page.Clock.RunForAsync(PollMilliseconds);
        await Expect(page.Locator("#news")).ToBeEmptyAsync();
        if (place == "releases")
            await AskForReleaseAsync();
        else
            await SendToUsAsync();
        await page.Clock.RunForAsync(PollMilliseconds);

        await Expect(page.Locator("#news")).ToContainTextAsync("New since you opened this page:");
        await DeskBrowser.LookAsync(page, $"{place}-news");
        await page.ClickAndLoadAsync("#news a");
        new Uri(page.Url).PathAndQuery.ShouldBe($"/{place}");
        await Expect(page.Locator("#news")).ToBeEmptyAsync();
    }

    [Test]
    public async Task A_list_that_is_longer_than_a_page_leads_on_and_back()
    {
        const string pager = "nav[aria-label='Pages'] a";
        List<DraftView> asked = [];
        while (asked.Count < 51)
            asked.Add(await AskForReleaseAsync());
        var page = await _desk.AsAsync("supervisor");
        await page.GotoAsync("/releases");
        var first = await page.Locator("main tbody a").First.GetAttributeAsync("href");
        (await page.Locator("main tbody tr").CountAsync()).ShouldBe(50);
        (await page.Locator(pager).AllInnerTextsAsync()).ShouldBe(["Next page"]);

        await page.ClickAndLoadAsync($"{pager}[rel=next]");
        (await page.Locator("main tbody tr").CountAsync()).ShouldBeInRange(1, 50);
        (await page.Locator($"main a[href='{first}']").CountAsync()).ShouldBe(0);
        await DeskBrowser.LookAsync(page, "releases-page-2");
        await page.ClickAndLoadAsync($"{pager}[rel=prev]");
        (await page.Locator("main tbody a").First.GetAttributeAsync("href")).ShouldBe(first);
        foreach (var draft in asked)
        {
            await TwoCountries.Asker.Client.CallAsync(
                HttpMethod.Delete,
                $"api/v1/drafts/{MessageId.Write(draft.Id)}",
                null,
                CancellationToken.None
            );
        }
    }

    [Test]
    public async Task A_long_timeline_begins_with_the_newest_and_leads_to_what_came_before()
    {
        var exchange = (await TwoCountries.Asker.SubmitAsync(Texts.Request)).ExchangeId;
        await TwoCountries.BecomeQuietAsync();
        await Task.WhenAll(Enumerable.Range(1, HistoryView.Most).Select(day => BringBackAsync(exchange, day)));
        var page = await _desk.AsAsync("officer");
        // Who has looked at it is an entry too.
        await page.GotoAsync($"/cases/{exchange}?show=Decision&show=Deadline&show=Message");

        (await page.Locator(".desk-timeline > li").CountAsync()).ShouldBe(HistoryView.Most);
        (await page.InnerTextAsync("main")).ShouldContain($"There are earlier entries than these {HistoryView.Most}.");
        (await page.InnerTextAsync(".desk-timeline")).ShouldNotContain("Bangladesh: Request");
        await page.ClickAndLoadAsync("nav[aria-label='Earlier entries'] a");
        (await page.InnerTextAsync(".desk-timeline")).ShouldContain("Bangladesh: Request");
        (await page.Locator(".desk-timeline a").CountAsync()).ShouldBeGreaterThan(0, "each message of this part can be opened");
        (await page.Locator("main form").CountAsync()).ShouldBe(1, "what is done is done where the case stands now");
        await DeskBrowser.LookAsync(page, "case-earlier");
        await page.ClickAndLoadAsync(".govuk-back-link");
        (await page.Locator(".desk-timeline > li").CountAsync()).ShouldBeGreaterThan(100);
    }

    private static async Task<DraftView> AskForReleaseAsync()
    {
        var made = await TwoCountries.Asker.Client.PostAsync<DraftView>(
            "api/v1/drafts",
            JsonSerializer.SerializeToUtf8Bytes(
                new NewDraft(PartyName.Parse("MYS"), "request", JsonSerializer.SerializeToElement(OfMinor())),
                ProtocolJson.Options
            ),
            MessageId.New(TimeProvider.System),
            CancellationToken.None
        );
        return await TwoCountries.Asker.Client.CallOfVersionAsync<DraftView>(
            HttpMethod.Post,
            $"api/v1/drafts/{made.Id}/submit",
            new { },
            made.Version,
            CancellationToken.None
        );
    }

    private static JsonObject OfMinor()
    {
        var example = JsonNode.Parse(Texts.Request)!;
        example["handling"]!["containsMinorData"] = true;
        return new() { ["handling"] = example["handling"]!.DeepClone(), ["body"] = example["body"]!.DeepClone() };
    }

    private static async Task SendToUsAsync()
    {
        await TwoCountries.Answerer.SubmitAsync(Texts.RequestWith(request => request["counterpart"] = "BGD"));
        await TwoCountries.BecomeQuietAsync();
    }

    private static Task<ExchangeView> BringBackAsync(Guid exchange, int day) =>
        TwoCountries.Asker.Client.PostAsync<ExchangeView>(
            $"api/v1/exchanges/{exchange}/bring-back?on={ProtocolTime.Write(TimeProvider.System.GetUtcNow().AddDays(day))}",
            [],
            MessageId.New(TimeProvider.System),
            CancellationToken.None
        );
}
