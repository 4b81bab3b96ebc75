using Exchange.Tests;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>Debian's Chromium without a window; where that is not, one with a window that nobody sees, which takes twice the processor time.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private static readonly string[] Programs =
    [
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/snap/bin/chromium",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private HeadlessBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>A test that needs one, and has none, ends here.</summary>
    public static string Need()
    {
        var program = Array.Find(Programs, File.Exists);
        Requirement.Need("browser", program is not null, "There is no Chromium. Install it: apt-get install chromium-headless-shell");
        return program!;
    }

    public static async Task<HeadlessBrowser> StartAsync()
    {
        var program = Need();
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] }));
    }

    /// <summary>As one that nobody has used.</summary>
    public Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options) => _browser.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
