using System.Text.Json;
using Deque.AxeCore.Playwright;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// The desk before a gateway, the asker's unless a test has its own, with a real browser and people who have signed in. A picture of each
/// page that is looked at is left in the folder that <c>EXCHANGE_PICTURES</c> names.
/// </summary>
internal sealed class DeskBrowser : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";

    private static readonly (string Name, int Width, ColorScheme Scheme)[] Looks =
    [
        ("", 1280, ColorScheme.Light),
        ("-dark", 1280, ColorScheme.Dark),
        ("-phone", 360, ColorScheme.Light),
    ];

    private readonly Dictionary<string, IBrowserContext> _people = [];
    private readonly Dictionary<string, string> _secrets = [];
    private readonly StartedDesk _desk;
    private readonly Country _country;
    private readonly HeadlessBrowser _browser;

    private DeskBrowser(StartedDesk desk, Country country, HeadlessBrowser browser) =>
        (_desk, _country, _browser) = (desk, country, browser);

    public Uri Address => _desk.Address;

    // Where the pictures go; null if none are wanted.
    private static string? Folder => Environment.GetEnvironmentVariable("EXCHANGE_PICTURES") is { Length: > 0 } folder ? folder : null;

    public static async Task<DeskBrowser> StartAsync()
    {
        await TwoCountries.StartAsync();
        return await StartAsync(TwoCountries.Asker);
    }

    /// <summary>Before the gateway of a country that a test has of its own.</summary>
    public static async Task<DeskBrowser> StartAsync(Country country)
    {
        var browser = await HeadlessBrowser.StartAsync();
        return new(await StartedDesk.BeforeAsync($"unix:{country.Party.Home.ApiSocket}"), country, browser);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people.Values)
            await person.DisposeAsync();
        await _browser.DisposeAsync();
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

    /// <summary>The page of a person who has enrolled, on a large screen in the light, whatever it was before.</summary>
    public async Task<IPage> AsAsync(string name)
    {
        var person = _people[name];
        var page = person.Pages.Count > 0 ? person.Pages[0] : await person.NewPageAsync();
        await page.SetViewportSizeAsync(1280, 720);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return page;
    }

    /// <summary>A person that an administrator makes, and who enrols and signs in through the pages; with all clearances unless some are
    /// given.</summary>
    public async Task EnrolAsync(
        string name,
        Role role,
        bool script = true,
        BrowserContextCookiesResult? planted = null,
        IReadOnlyList<Clearance>? clearances = null
    )
    {
        var given = await PostAsync<EnrolmentCodeView>(
            "api/v1/people",
            new NewCaller(name, [role]) { Clearances = clearances ?? Enum.GetValues<Clearance>() }
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
        await page.ClickAndLoadAsync("main button");
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
    public Task SignInAsync(IPage page, string name) => SignInAsync(page, name, _secrets[name], ahead: 1);

    private static async Task SignInAsync(IPage page, string name, string secret, int ahead = 0)
    {
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", Password);
        await page.FillAsync("#code", Authenticator.Code(secret, ahead));
        await page.ClickAndLoadAsync("main button");
    }

    /// <summary>Pictures alone, if they are wanted: axe does not end where a browser runs no script.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (Folder is not { } folder)
            return;
        var (size, isDark) = (page.ViewportSize!, await IsDarkAsync(page));
        foreach (var (look, width, scheme) in Looks)
        {
            await page.SetViewportSizeAsync(width, size.Height);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}{look}.png"), FullPage = true });
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
        await page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light });
    }

    /// <summary>The page as it is printed, if pictures are wanted.</summary>
    public static async Task PrintAsync(IPage page, string name)
    {
        if (Folder is { } folder)
            await page.PdfAsync(new() { Path = Path.Combine(folder, $"{name}.pdf"), Format = "A5" });
    }

    /// <summary>
    /// Pictures, if they are wanted; no fault that the rules of WCAG 2.2 AA can find; components as the library's own fixtures have them.
    /// </summary>
    public static async Task LookAsync(IPage page, string name)
    {
        await PictureAsync(page, name);
        var found = await page.RunAxe();
        found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}").ShouldBeEmpty(name);
        (await Components.StrangeOfAsync(page)).ShouldBeEmpty($"{name} uses components otherwise than their fixtures");
        var size = page.ViewportSize!;
        foreach (var width in Looks.Select(look => look.Width).Distinct())
        {
            await page.SetViewportSizeAsync(width, size.Height);
            (await page.EvaluateAsync<string[]>(TooWide)).ShouldBeEmpty($"{name} has what is wider than its place on a screen of {width}");
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    // The page, and each table within its part of it.
    private const string TooWide = """
        [
            ...document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['page'] : [],
            ...[...document.querySelectorAll('main table')]
                .filter(table => table.offsetWidth > table.parentElement.clientWidth)
                .map(table => `table of ${table.offsetWidth} in ${table.parentElement.clientWidth}: ${table.innerText.slice(0, 80)}`),
        ]
        """;

    private static Task<bool> IsDarkAsync(IPage page) => page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches");
}
