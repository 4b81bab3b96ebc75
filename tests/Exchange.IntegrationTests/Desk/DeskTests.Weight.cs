using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What a page costs on a slow line.</summary>
internal sealed partial class DeskTests
{
    private const int First = 150_000;
    private const int After = 30_000;

    // With the letters of Bangla at first, which need a font.
    [TestCase("en")]
    [TestCase("bn")]
    public async Task A_page_has_at_most_150_kB_at_first_and_30_kB_after(string language)
    {
        var weights = new Dictionary<string, int>();
        foreach (
            var (name, paths) in new[]
            {
                ("officer", new[] { "/", "/write", "/drafts", "/actions", "/contacts", "/lessons", $"/cases/{_request}" }),
                ("officer", [$"/messages/{_request}", $"/cases/{_request}/report", "/account"]),
                ("supervisor", ["/releases", "/deadlines", "/figures", $"/cases/{_request}"]),
                ("auditor", ["/ledger", $"/cases/{_request}/replay", "/ledger/export", "/ledger/compare"]),
                ("operator", ["/operation", "/links", "/links/MYS"]),
                ("administrator", ["/people", "/people/officer", "/keys"]),
            }
        )
        {
            await using var context = await _desk.NewContextAsync();
            await context.AddCookiesAsync(await CookiesAsync(name, language));
            var page = await context.NewPageAsync();
            foreach (var (index, path) in paths.Index())
            {
                var weight = await WeightAsync(page, path);
                weights[path] = weight;
                weight.ShouldBeLessThanOrEqualTo(index == 0 ? First : After, path);
            }
        }

        TestContext.Out.WriteLine(string.Join(", ", weights.Select(weight => $"{weight.Key}: {weight.Value}")));
        // So that it cannot hold because nothing is counted.
        weights["/"].ShouldBeGreaterThan(10_000);
    }

    private async Task<IEnumerable<Cookie>> CookiesAsync(string name, string language)
    {
        var page = await _desk.AsAsync(name);
        await page.GotoAsync($"/language?choice={language}&to=/account");
        var cookies = await page.Context.CookiesAsync();
        await page.GotoAsync("/language?choice=en&to=/account");
        return cookies.Select(cookie => new Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
        });
    }

    private static async Task<int> WeightAsync(IPage page, string path)
    {
        (await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle }))!.Status.ShouldBe(200, path);
        // What has come over the line, compressed; what the browser had kept counts nothing.
        return await page.EvaluateAsync<int>(
            """
            [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .reduce((sum, one) => sum + one.transferSize, 0)
            """
        );
    }
}
