using System.Text.Json.Nodes;
using Deque.AxeCore.Playwright;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Exchange.Sealing.Keys;
using Exchange.Tests.Gateway;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// A person signs in with a national account: a real browser, the desk, a provider (OpenIddict) on another site, and a gateway that
/// believes none of them.
/// </summary>
internal sealed class NationalAccountTests
{
    private NationalProvider _provider = null!;
    private StartedHome _home = null!;
    private PrivateGateway _gateway = null!;
    private StartedDesk _desk = null!;
    private HeadlessBrowser _browser = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        HeadlessBrowser.Need();
        _provider = await NationalProvider.StartAsync();
        _home = await StartedHome.FoundAsync();
        var (authority, secret) = (InHome("national.pem", _provider.Authority), InHome("client-secret", NationalProvider.ClientSecret));
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(_home.Home.SettingsFile))!;
        settings["SignIn"] = new JsonObject
        {
            ["OpenIdConnect"] = new JsonObject
            {
                ["Issuer"] = _provider.Issuer,
                ["ClientId"] = NationalProvider.ClientId,
                ["TrustedAuthorities"] = authority,
            },
        };
        await File.WriteAllTextAsync(_home.Home.SettingsFile, settings.ToJsonString());
        await AddPersonAsync();
        _desk = await StartedDesk.BeforeAsync(
            $"unix:{_home.Home.ApiSocket}",
            new Dictionary<string, string>
            {
                ["Desk__OpenIdConnect__Issuer"] = _provider.Issuer,
                ["Desk__OpenIdConnect__ClientId"] = NationalProvider.ClientId,
                ["Desk__OpenIdConnect__ClientSecretFile"] = secret,
                ["Desk__OpenIdConnect__TrustedAuthorities"] = authority,
            }
        );
        _provider.Callback = new Uri(_desk.Address, "sign-in/national/back").ToString();
        _browser = await HeadlessBrowser.StartAsync();
    }

    [OneTimeTearDown]
    public async Task End()
    {
        foreach (var part in new IAsyncDisposable?[] { _browser, _desk, _gateway, _provider })
        {
            if (part is not null)
                await part.DisposeAsync();
        }

        _home?.Dispose();
    }

    [Test]
    public async Task A_person_signs_in_at_the_provider_goes_where_it_wanted_and_signs_out()
    {
        await using var person = await NewAsync();
        var page = await person.NewPageAsync();
        await page.GotoAsync("/lessons");
        (await page.RunAxe()).Violations.ShouldBeEmpty();
        await SignInAsync(page, "8f2c7a90");

        await page.WaitForURLAsync("**/lessons");
        (await page.InnerTextAsync("footer")).ShouldContain("rahima");
        await page.ClickAndLoadAsync("footer button");
        await page.GotoAsync("/lessons");
        new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in");
    }

    [Test]
    public async Task Who_wanted_nothing_in_particular_begins_where_its_role_does()
    {
        await using var person = await NewAsync();
        var page = await person.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await SignInAsync(page, "8f2c7a90");

        await page.WaitForURLAsync(new Uri(_desk.Address, "/").ToString());
        (await page.InnerTextAsync("footer")).ShouldContain("rahima");
    }

    [Test]
    public async Task Who_is_nobody_at_this_gateway_is_told_so()
    {
        await using var stranger = await NewAsync();
        var page = await stranger.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await SignInAsync(page, "somebody else");

        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("belongs to nobody");
        await page.GotoAsync("/lessons");
        new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in");
    }

    [TestCase("sign-in/national/back?code=stolen&state=made-up")]
    [TestCase("sign-in/national/back?error=access_denied")]
    [TestCase("sign-in/national/back")]
    public async Task What_does_not_answer_a_question_of_this_browser_signs_nobody_in(string answer)
    {
        await using var victim = await NewAsync();
        var page = await victim.NewPageAsync();
        await page.GotoAsync(answer);

        new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("not signed in");
    }

    [TestCase("https://elsewhere.example/")]
    [TestCase("//elsewhere.example/")]
    public async Task Nobody_is_led_elsewhere(string to)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _desk.Address };
        using var answer = await http.GetAsync($"sign-in/national?handler=back&to={Uri.EscapeDataString(to)}");
        answer.Headers.Location!.ToString().ShouldBe("/");
        answer.Headers.Contains("Refresh").ShouldBeFalse();
    }

    // The provider is at an address, and the desk at a name: two sites for a browser.
    private static async Task SignInAsync(IPage page, string subject)
    {
        await page.ClickAndLoadAsync("#national");
        new Uri(page.Url).Host.ShouldBe("127.0.0.1");
        await page.FillAsync("[name=subject]", subject);
        await page.ClickAndLoadAsync("button");
    }

    private Task<IBrowserContext> NewAsync() =>
        _browser.NewContextAsync(
            new()
            {
                BaseURL = _desk.Address.ToString(),
                BypassCSP = true,
                IgnoreHTTPSErrors = true,
            }
        );

    private string InHome(string name, string text)
    {
        var file = Path.Combine(_home.Home.Folder, name);
        OwnFile.Write(file, text);
        return file;
    }

    private async Task AddPersonAsync()
    {
        var made = await CommandLine.RunAsync("key", "add", "tests", "--role", "administrator", "--stopped", "--home", _home.Home.Folder);
        made.ExitCode.ShouldBe(0, made.Error);
        _gateway = new(_home.Home, _home.Log);
        await _gateway.StartAsync(CancellationToken.None);
        using var client = new GatewayClient(new GatewayAddress($"unix:{_home.Home.ApiSocket}", made.Output.Trim()));
        await client.CallAsync(HttpMethod.Post, "api/v1/people", new NewCaller("rahima", [Role.Officer]), CancellationToken.None);
        await client.CallAsync(
            HttpMethod.Put,
            "api/v1/people/rahima",
            new PersonRights([Role.Officer], Disabled: false) { Subject = "8f2c7a90" },
            CancellationToken.None
        );
    }
}
