using System.Text.Json;
using Deque.AxeCore.Playwright;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Exchange.Tests;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>The desk in a real browser, before a real gateway, as a person uses it. A picture of each page is left beside the test's report.</summary>
internal sealed partial class DeskTests
{
    private const string Password = "correct horse battery staple";

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium"];

    private readonly Dictionary<string, IBrowserContext> _people = [];
    private StartedDesk _desk = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private Guid _request;

    [OneTimeSetUp]
    public async Task Start()
    {
        var program = Array.Find(Browsers, File.Exists);
        Requirement.Need("browser", program is not null, "There is no Chromium. Install it: apt-get install chromium");
        await TwoCountries.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
        _desk = await StartedDesk.BeforeAsync($"unix:{TwoCountries.Asker.Party.Home.ApiSocket}");
        _request = (await TwoCountries.Asker.SubmitAsync(Texts.Request)).ExchangeId;
        await EnrolAsync("officer", Role.Officer);
        await EnrolAsync("supervisor", Role.Supervisor);
        await EnrolAsync("auditor", Role.Auditor);
        await EnrolAsync("operator", Role.Operator);
        await EnrolAsync("administrator", Role.Administrator);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        foreach (var person in _people.Values)
            await person.DisposeAsync();
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_desk is not null)
            await _desk.DisposeAsync();
    }

    [Test]
    public async Task Who_is_not_signed_in_sees_the_way_in_and_nothing_else()
    {
        await using var stranger = await _browser.NewContextAsync(new() { BaseURL = _desk.Address.ToString(), BypassCSP = true });
        var page = await stranger.NewPageAsync();

        foreach (var path in new[] { "/", $"/cases/{_request}", $"/messages/{_request}", "/write", "/links", "/ledger", "/people" })
        {
            await page.GotoAsync(path);
            new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in", path);
        }

        await LookAsync(page, "sign-in");
        await page.FillAsync("#name", "officer");
        await page.FillAsync("#password", "wrong");
        await page.FillAsync("#code", "000000");
        await page.ClickAsync("main button");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldNotContain("password is wrong");
        await LookAsync(page, "sign-in-refused");
        await page.GotoAsync("/enrol");
        await LookAsync(page, "enrol");
    }

    [Test]
    public async Task An_officer_finds_a_case_and_opens_what_was_said()
    {
        var page = await AsAsync("officer");
        await page.GotoAsync("/?kind=request");
        await LookAsync(page, "cases");

        await page.GotoAsync($"/cases/{_request}");
        (await page.InnerTextAsync("h1")).ShouldStartWith("BGD-MYS-");
        await LookAsync(page, "case");

        await page.Locator(".desk-timeline a").Last.ClickAsync();
        (await page.InnerTextAsync("main")).ShouldContain("Handling");
        await LookAsync(page, "message");
    }

    [Test]
    public async Task A_message_with_faults_is_not_sent_and_one_without_is_once()
    {
        var page = await AsAsync("officer");
        await page.GotoAsync("/write?kind=request");
        await page.FillAsync("#text", """{ "kind": "request", "counterpart": "MYS" }""");
        await page.ClickAsync("button[value=send]");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("/body");
        (await page.InputValueAsync("#text")).ShouldContain("MYS");
        await LookAsync(page, "write-faults");

        await page.FillAsync("#text", Texts.Request);
        await page.ClickAsync("button[value=send]");
        new Uri(page.Url).AbsolutePath.ShouldBe("/sent");
        await LookAsync(page, "sent");
        await page.ClickAsync("main a");
        (await page.InnerTextAsync("h1")).ShouldStartWith("BGD-MYS-");
    }

    [Test]
    public async Task An_officer_brings_a_case_back_and_reads_what_was_agreed_and_learned()
    {
        var page = await AsAsync("officer");
        await page.GotoAsync($"/cases/{_request}");
        await page.FillAsync("#on", "2031-01-15");
        await page.ClickAsync("main form button");
        (await page.InputValueAsync("#on")).ShouldBe("2031-01-15");
        await page.FillAsync("#on", "");
        await page.ClickAsync("main form button");
        (await page.InputValueAsync("#on")).ShouldBe("");

        foreach (var queue in new[] { "ours", "theirs", "overdue", "back" })
            (await page.GotoAsync($"/?queue={queue}"))!.Status.ShouldBe(200, queue);
        foreach (var place in new[] { "actions", "contacts", "lessons" })
        {
            (await page.GotoAsync($"/{place}"))!.Status.ShouldBe(200, place);
            await LookAsync(page, place);
        }
    }

    [Test]
    public async Task Each_role_has_its_places_and_no_other_persons()
    {
        (await PlacesOfAsync("officer")).ShouldBe(["Cases", "New message", "Follow-up actions", "Contacts", "Lessons", "Links"]);
        (await PlacesOfAsync("supervisor")).ShouldBe(["Cases", "Deadlines", "Figures", "Follow-up actions", "Contacts", "Lessons", "Links"]);
        (await PlacesOfAsync("auditor")).ShouldBe(["Cases", "Links", "Ledger"]);
        (await PlacesOfAsync("operator")).ShouldBe(["Operation", "Links", "Ledger"]);
        (await PlacesOfAsync("administrator")).ShouldBe(["People"]);
        var page = await AsAsync("officer");

        // What is not in the menu is refused by the gateway too.
        (await page.GotoAsync("/people"))!.Status.ShouldBe(403);
        await LookAsync(page, "denied");
        (await (await AsAsync("auditor")).GotoAsync($"/messages/{_request}"))!.Status.ShouldBe(403);
    }

    [Test]
    public async Task An_auditor_reads_the_ledger_and_an_operator_tests_the_link()
    {
        var auditor = await AsAsync("auditor");
        await auditor.GotoAsync("/ledger?event=message-sent");
        (await auditor.InnerTextAsync("tbody")).ShouldContain("request");
        await LookAsync(auditor, "ledger");

        var operators = await AsAsync("operator");
        await operators.GotoAsync("/links");
        await operators.ClickAsync("main form button");
        (await operators.InnerTextAsync("[role=status]")).ShouldContain("MYS");
        await LookAsync(operators, "links");
    }

    [Test]
    public async Task An_administrator_adds_a_person_who_enrols()
    {
        var page = await AsAsync("administrator");
        await page.GotoAsync("/people");
        await page.FillAsync("#name", "new-officer");
        await page.CheckAsync("#role-Officer");
        await page.ClickAsync("button:text-is('Add')");
        var code = await page.InnerTextAsync("[role=status] .desk-code");
        await LookAsync(page, "people");

        await using var arrived = await _browser.NewContextAsync(new() { BaseURL = _desk.Address.ToString() });
        var own = await arrived.NewPageAsync();
        await own.GotoAsync("/enrol");
        await own.FillAsync("#enrolmentCode", code);
        await own.FillAsync("#password", Password);
        await own.FillAsync("#code", "000000");
        await own.ClickAsync("main button");
        (await own.InnerTextAsync(".govuk-error-summary")).ShouldNotBeNullOrEmpty();
        (await own.InputValueAsync("#enrolmentCode")).ShouldBe(code);
    }

    [TestCase("bn")]
    [TestCase("ms")]
    public async Task In_another_language_on_a_small_screen_in_the_dark_it_is_as_accessible(string language)
    {
        var page = await AsAsync("officer");
        await page.SetViewportSizeAsync(360, 740);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.GotoAsync($"/language?choice={language}&to=/");
        try
        {
            (await page.GetAttributeAsync("html", "lang")).ShouldBe(language);
            (await page.InnerTextAsync("h1")).ShouldNotBe("Cases");
            await LookAsync(page, $"cases-{language}");
            await page.GotoAsync($"/cases/{_request}");
            await LookAsync(page, $"case-{language}");
        }
        finally
        {
            await page.GotoAsync("/language?choice=en&to=/");
        }
    }

    [Test]
    public async Task Whoever_signs_out_is_out_at_the_gateway_too()
    {
        await EnrolAsync("leaver", Role.Officer);
        var page = await AsAsync("leaver");
        var cookies = await _people["leaver"].CookiesAsync();

        await page.GotoAsync("/");
        await page.ClickAsync("footer button");
        new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in");

        await using var thief = await _browser.NewContextAsync(new() { BaseURL = _desk.Address.ToString() });
        await thief.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path }));
        var stolen = await thief.NewPageAsync();
        await stolen.GotoAsync("/");
        new Uri(stolen.Url).AbsolutePath.ShouldBe("/sign-in");
    }

    [Test]
    public async Task No_answer_lets_a_browser_run_load_or_keep_anything()
    {
        using var http = new HttpClient { BaseAddress = _desk.Address };
        using var answer = await http.GetAsync("sign-in");

        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("script-src");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("<script");
        using var forged = await http.PostAsync("sign-out", new FormUrlEncodedContent([]));
        forged.IsSuccessStatusCode.ShouldBeTrue("who is not signed in is shown the way in");
        using var form = await http.PostAsync("sign-in", new FormUrlEncodedContent([new("name", "officer")]));
        ((int)form.StatusCode).ShouldBe(400);
    }

    [Test]
    public async Task What_a_counterpart_writes_is_text()
    {
        const string Hostile = "<script>document.title='taken'</script> <img src=x onerror=\"document.title='taken'\"> {{7*7}} ' OR 1=1 --";
        var sent = await TwoCountries.Answerer.SubmitAsync(Texts.RequestWith(request => (request["counterpart"], request["body"]!["facts"]) = ("BGD", Hostile)));
        await TwoCountries.BecomeQuietAsync();
        var page = await AsAsync("officer");

        await page.GotoAsync($"/messages/{sent.MessageId}?sender=MYS");

        (await page.InnerTextAsync("main")).ShouldContain(Hostile);
        (await page.Locator("main script, main img").CountAsync()).ShouldBe(0);
        (await page.TitleAsync()).ShouldNotBe("taken");
    }

    private async Task<IReadOnlyList<string>> PlacesOfAsync(string name)
    {
        var page = await AsAsync(name);
        await page.GotoAsync("/links");
        return await page.Locator(".govuk-service-navigation__link").AllInnerTextsAsync();
    }

    private async Task<IPage> AsAsync(string name)
    {
        var person = _people[name];
        return person.Pages.Count > 0 ? person.Pages[0] : await person.NewPageAsync();
    }

    // Made by an administrator; enrols and signs in through the pages.
    private async Task EnrolAsync(string name, Role role, BrowserContextCookiesResult? planted = null)
    {
        var given = await PostAsync<EnrolmentCodeView>("api/v1/people", new NewCaller(name, [role]) { Clearances = Enum.GetValues<Clearance>() });
        var person = _people[name] = await _browser.NewContextAsync(new() { BaseURL = _desk.Address.ToString(), BypassCSP = true });
        if (planted is not null)
            await person.AddCookiesAsync([new() { Name = planted.Name, Value = planted.Value, Domain = planted.Domain, Path = planted.Path }]);
        var page = await person.NewPageAsync();
        await page.GotoAsync($"/enrol?enrolmentCode={given.Code}");
        var secret = await page.InputValueAsync("[name=secret]");
        await page.FillAsync("#password", Password);
        await page.FillAsync("#code", Authenticator.Code(secret));
        await page.ClickAsync("main button");
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", Password);
        await page.FillAsync("#code", Authenticator.Code(secret));
        await page.ClickAsync("main button");
        new Uri(page.Url).AbsolutePath.ShouldNotBe("/sign-in", await page.InnerTextAsync("main"));
    }

    private static Task<T> PostAsync<T>(string path, object body) =>
        TwoCountries.Asker.Client.PostAsync<T>(path, JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ProtocolJson.Options), MessageId.New(TimeProvider.System), CancellationToken.None);

    // A picture, and no fault that the rules of WCAG 2.2 AA can find.
    private static async Task LookAsync(IPage page, string name)
    {
        await page.ScreenshotAsync(new() { Path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "screenshots", $"{name}.png"), FullPage = true });
        var found = await page.RunAxe();
        found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}").ShouldBeEmpty(name);
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).ShouldBeTrue($"{name} is wider than its screen");
    }
}
