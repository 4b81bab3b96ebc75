using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// A click that ends with the whole page. Playwright's own ends when the next page begins: what is then counted, or looked at by axe,
/// may be half a page.
/// </summary>
internal static class Clicks
{
    public static async Task ClickAndLoadAsync(this IPage page, string selector)
    {
        await page.ClickAsync(selector);
        await page.WaitForLoadStateAsync();
    }

    public static async Task ClickAndLoadAsync(this ILocator what)
    {
        await what.ClickAsync();
        await what.Page.WaitForLoadStateAsync();
    }
}
