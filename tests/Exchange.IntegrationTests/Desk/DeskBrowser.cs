using System.Text.Json;
using Deque.AxeCore.Playwright;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Exchange.Tests;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// The desk before a gateway, the asker's unless a test has its own, with a real browser and people who have signed in. A picture of each
/// page that is looked at is left beside the test's report.
/// </summary>
internal sealed class DeskBrowser : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";

    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium"];

    private readonly Dictionary<string, IBrowserContext> _people = [];
    private readonly Dictionary<string, string> _secrets = [];
    private readonly StartedDesk _desk;
    private readonly Country _country;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private DeskBrowser(StartedDesk desk, Country country, IPlaywright playwright, IBrowser browser) =>
        (_desk, _country, _playwright, _browser) = (desk, country, playwright, browser);

    public Uri Address => _desk.Address;

    public static async Task<DeskBrowser> StartAsync()
    {
        await TwoCountries.StartAsync();
        return await StartAsync(TwoCountries.Asker);
    }

    /// <summary>Before the gateway of a country that a test has of its own.</summary>
    public static async Task<DeskBrowser> StartAsync(Country country)
    {
        var program = Array.Find(Programs, File.Exists);
        Requirement.Need("browser", program is not null, "There is no Chromium. Install it: apt-get install chromium");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
        return new(await StartedDesk.BeforeAsync($"unix:{country.Party.Home.ApiSocket}"), country, playwright, browser);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people.Values)
            await person.DisposeAsync();
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _desk.DisposeAsync();
    }

    /// <summary>A browser that nobody has used. It runs axe whatever the policy of a page says.</summary>
    public Task<IBrowserContext> NewContextAsync(bool script = true, Uri? at = null) =>
        _browser.NewContextAsync(
            new()
            {
                BaseURL = (at ?? Address).ToString(),
                BypassCSP = true,
                JavaScriptEnabled = script,
            }
        );

    /// <summary>The page of a person who has enrolled.</summary>
    public async Task<IPage> AsAsync(string name)
    {
        var person = _people[name];
        return person.Pages.Count > 0 ? person.Pages[0] : await person.NewPageAsync();
    }

    /// <summary>A person that an administrator makes, and who enrols and signs in through the pages.</summary>
    public async Task EnrolAsync(string name, Role role, bool script = true, BrowserContextCookiesResult? planted = null)
    {
        var given = await PostAsync<EnrolmentCodeView>(
            "api/v1/people",
            new NewCaller(name, [role]) { Clearances = Enum.GetValues<Clearance>() }
        );
        var person = _people[name] = await NewContextAsync(script);
        if (planted is not null)
        {
            await person.AddCookiesAsync([
                new()
                {
                    Name = planted.Name,
                    Value = planted.Value,
                    Domain = planted.Domain,
                    Path = planted.Path,
                },
            ]);
        }

        var page = await person.NewPageAsync();
        await page.GotoAsync($"/enrol?enrolmentCode={given.Code}");
        var secret = _secrets[name] = await page.InputValueAsync("[name=secret]");
        await page.FillAsync("#password", Password);
        await page.FillAsync("#code", Authenticator.Code(secret));
        await page.ClickAsync("main button");
        await SignInAsync(page, name, secret);
        new Uri(page.Url).AbsolutePath.ShouldNotBe("/sign-in", await page.InnerTextAsync("main"));
    }

    private Task<T> PostAsync<T>(string path, object body) =>
        _country.Client.PostAsync<T>(
            path,
            JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ProtocolJson.Options),
            MessageId.New(TimeProvider.System),
            CancellationToken.None
        );

    /// <summary>Signs in again, on the page that asks for it.</summary>
    public Task SignInAsync(IPage page, string name) => SignInAsync(page, name, _secrets[name]);

    private static async Task SignInAsync(IPage page, string name, string secret)
    {
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", Password);
        await page.FillAsync("#code", Authenticator.Code(secret));
        await page.ClickAsync("main button");
    }

    /// <summary>A picture alone: axe does not end where a browser runs no script.</summary>
    public static Task PictureAsync(IPage page, string name) =>
        page.ScreenshotAsync(
            new() { Path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "screenshots", $"{name}.png"), FullPage = true }
        );

    /// <summary>A picture, and no fault that the rules of WCAG 2.2 AA can find.</summary>
    public static async Task LookAsync(IPage page, string name)
    {
        await PictureAsync(page, name);
        var found = await page.RunAxe();
        found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}").ShouldBeEmpty(name);
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).ShouldBeTrue(
            $"{name} is wider than its screen"
        );
    }
}
