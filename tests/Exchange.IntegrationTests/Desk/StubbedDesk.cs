using Exchange.Protocol.Api;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>A desk before a gateway that answers what a test gives it, and the page of a person who has signed in there.</summary>
internal sealed class StubbedDesk : IAsyncDisposable
{
    private readonly StartedDesk _desk;

    private StubbedDesk(StubGateway gateway, Dictionary<string, object> answers, StartedDesk desk, IPage page) =>
        (Gateway, Answers, _desk, Page) = (gateway, answers, desk, page);

    public StubGateway Gateway { get; }

    /// <summary>By path; a test may change them.</summary>
    public Dictionary<string, object> Answers { get; }

    public Uri Address => _desk.Address;

    public IPage Page { get; }

    /// <inheritdoc cref="StubGateway.StartAsync"/>
    public static Task<StubbedDesk> OpenAsync(
        DeskBrowser browser,
        Dictionary<string, object> answers,
        params IReadOnlyList<Role> roles
    ) => OpenAsync(browser, script: true, answers, roles);

    /// <inheritdoc cref="StubGateway.StartAsync"/>
    public static async Task<StubbedDesk> OpenAsync(
        DeskBrowser browser,
        bool script,
        Dictionary<string, object> answers,
        params IReadOnlyList<Role> roles
    )
    {
        var gateway = await StubGateway.StartAsync(answers, roles);
        var desk = await StartedDesk.BeforeAsync(gateway.Address);
        var stubbed = new StubbedDesk(gateway, answers, desk, await (await browser.NewContextAsync(script, desk.Address)).NewPageAsync());
        try
        {
            await SignInAsync(stubbed.Page);
            return stubbed;
        }
        catch
        {
            await stubbed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whoever gives anything at all is signed in.</summary>
    public static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#name", "person");
        await page.FillAsync("#password", "any");
        await page.FillAsync("#code", "000000");
        await page.ClickAndLoadAsync("main button");
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        await _desk.DisposeAsync();
        await Gateway.DisposeAsync();
    }
}
