using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>A person adds a passkey, signs in with it and removes it: a real browser with an authenticator, the desk and a gateway.</summary>
internal sealed class PasskeyPageTests
{
    private StartedHome _home = null!;
    private PrivateGateway _gateway = null!;
    private StartedDesk _desk = null!;
    private HeadlessBrowser _browser = null!;
    private string _key = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        HeadlessBrowser.Need();
        _home = await StartedHome.FoundAsync();
        // Its pages answer while the gateway does not.
        _desk = await StartedDesk.BeforeAsync($"unix:{_home.Home.ApiSocket}");
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(_home.Home.SettingsFile))!;
        settings["SignIn"] = new JsonObject { ["DeskUrl"] = _desk.Address.ToString() };
        await File.WriteAllTextAsync(_home.Home.SettingsFile, settings.ToJsonString());
        var made = await CommandLine.RunAsync("key", "add", "tests", "--role", "administrator", "--stopped", "--home", _home.Home.Folder);
        made.ExitCode.ShouldBe(0, made.Error);
        _key = made.Output.Trim();
        _gateway = new(_home.Home, _home.Log);
        await _gateway.StartAsync(CancellationToken.None);
        _browser = await HeadlessBrowser.StartAsync();
    }

    [OneTimeTearDown]
    public async Task End()
    {
        foreach (var part in new IAsyncDisposable?[] { _browser, _desk, _gateway })
        {
            if (part is not null)
                await part.DisposeAsync();
        }

        _home?.Dispose();
    }

    [Test]
    public async Task A_person_adds_a_passkey_signs_in_with_it_and_removes_it()
    {
        await using var person = await NewAsync();
        var page = await person.NewPageAsync();
        await HoldAuthenticatorAsync(page);
        await EnrolAsync(page, "rahima");
        await page.ClickAndLoadAsync("footer a[href='/account']");
        await page.FillAsync("#name", "office computer");
        await page.ClickAndLoadAsync("button:text-is('Add a passkey')");
        await page.WaitForSelectorAsync("tbody");
        (await page.InnerTextAsync("tbody")).ShouldContain("office computer");
        (await page.InnerTextAsync("tbody")).ShouldContain("Never");
        await LookAsync(page, "account");

        await page.ClickAndLoadAsync("footer button");
        await page.FillAsync("#name", "rahima");
        await page.FillAsync("#password", DeskBrowser.Password);
        await DeskBrowser.PictureAsync(page, "sign-in-passkey");
        await page.ClickAndLoadAsync("#passkey button");
        await page.Locator("footer", new() { HasText = "rahima" }).WaitForAsync();

        await page.GotoAsync("/account");
        (await page.InnerTextAsync("tbody")).ShouldNotContain("Never");
        await page.ClickAndLoadAsync("tbody button");
        (await page.Locator("tbody").CountAsync()).ShouldBe(0);
        await page.ClickAndLoadAsync("footer button");
        await page.FillAsync("#name", "rahima");
        await page.FillAsync("#password", DeskBrowser.Password);
        await page.ClickAndLoadAsync("#passkey button");
        await page.WaitForSelectorAsync(".govuk-error-summary");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("passkey is wrong");
    }

    [Test]
    public async Task What_is_missing_and_what_an_authenticator_does_not_give_is_said()
    {
        await using var person = await NewAsync();
        var page = await person.NewPageAsync();
        var refusing = await HoldAuthenticatorAsync(page, isVerified: false);
        await EnrolAsync(page, "karim");
        await page.GotoAsync("/account");
        await page.ClickAndLoadAsync("#passkey button");
        await page.WaitForSelectorAsync(".govuk-error-summary");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("Enter a name");

        await page.FillAsync("#name", "key");
        await page.ClickAndLoadAsync("#passkey button");
        await page.Locator("#passkey [role=status]", new() { HasText = "No passkey was added" }).WaitForAsync();
        await LookAsync(page, "account-refused");

        await page.GotoAsync("/sign-in");
        await page.ClickAndLoadAsync("#passkey button");
        await page.WaitForSelectorAsync(".govuk-error-summary");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("Enter your name");
        await refusing.DetachAsync();
    }

    [Test]
    public async Task Without_script_the_code_serves_and_nothing_else_is_offered()
    {
        await using var person = await NewAsync(script: false);
        var page = await person.NewPageAsync();
        await EnrolAsync(page, "ayesha");

        await page.GotoAsync("/account");
        (await page.IsVisibleAsync("#no-passkey")).ShouldBeTrue();
        (await page.IsVisibleAsync("#passkey button")).ShouldBeFalse();
        var answer = await page.GotoAsync("/sign-in");
        (await page.IsVisibleAsync("#passkey button")).ShouldBeFalse();
        var policy = answer!.Headers["content-security-policy"];
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldNotContain("unsafe");
    }

    // The policy of each page holds here: its script must run under it.
    private Task<IBrowserContext> NewAsync(bool script = true) =>
        _browser.NewContextAsync(new() { BaseURL = _desk.Address.ToString(), JavaScriptEnabled = script });

    // What the person sees, by axe and on a telephone too, in a browser of the same person that lets axe run.
    private async Task LookAsync(IPage page, string name)
    {
        await DeskBrowser.PictureAsync(page, name);
        await using var looking = await _browser.NewContextAsync(new() { BaseURL = _desk.Address.ToString(), BypassCSP = true });
        await looking.AddCookiesAsync(
            (await page.Context.CookiesAsync()).Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = cookie.Path,
            })
        );
        var same = await looking.NewPageAsync();
        foreach (var (width, height) in new[] { (1280, 800), (360, 740) })
        {
            await same.SetViewportSizeAsync(width, height);
            await same.GotoAsync("/account");
            await DeskBrowser.LookAsync(same, $"{name}-{width}");
        }
    }

    private static async Task<ICDPSession> HoldAuthenticatorAsync(IPage page, bool isVerified = true)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new
                {
                    protocol = "ctap2",
                    transport = "internal",
                    hasResidentKey = true,
                    hasUserVerification = true,
                    isUserVerified = isVerified,
                    automaticPresenceSimulation = true,
                },
            }
        );
        return devices;
    }

    private async Task EnrolAsync(IPage page, string name)
    {
        using var client = new GatewayClient(new GatewayAddress($"unix:{_home.Home.ApiSocket}", _key));
        var person = new NewCaller(name, [Role.Officer]);
        var given = await client.CallAsync<EnrolmentCodeView>(HttpMethod.Post, "api/v1/people", person, CancellationToken.None);
        await page.GotoAsync($"/enrol?enrolmentCode={given.Code}");
        var secret = await page.InputValueAsync("[name=secret]");
        await page.FillAsync("#password", DeskBrowser.Password);
        await page.FillAsync("#code", Authenticator.Code(secret));
        await page.ClickAndLoadAsync("main button");
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", DeskBrowser.Password);
        await page.FillAsync("#code", Authenticator.Code(secret));
        await page.ClickAndLoadAsync("main button");
        (await page.InnerTextAsync("footer")).ShouldContain(name);
    }
}
