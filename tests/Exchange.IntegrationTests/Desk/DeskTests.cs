using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>The desk in a real browser, before a real gateway, as a person uses it.</summary>
internal sealed partial class DeskTests
{
    private DeskBrowser _desk = null!;
    private Guid _request;

    [OneTimeSetUp]
    public async Task Start()
    {
        _desk = await DeskBrowser.StartAsync();
        _request = (await TwoCountries.Asker.SubmitAsync(Texts.Request)).ExchangeId;
        await _desk.EnrolAsync("officer", Role.Officer);
        await _desk.EnrolAsync("supervisor", Role.Supervisor);
        await _desk.EnrolAsync("auditor", Role.Auditor);
        await _desk.EnrolAsync("operator", Role.Operator);
        await _desk.EnrolAsync("administrator", Role.Administrator);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_desk is not null)
            await _desk.DisposeAsync();
    }

    [Test]
    public async Task Who_is_not_signed_in_sees_the_way_in_and_nothing_else()
    {
        await using var stranger = await _desk.NewContextAsync();
        var page = await stranger.NewPageAsync();

        foreach (
            var path in new[]
            {
                "/",
                $"/cases/{_request}",
                $"/messages/{_request}",
                "/write",
                "/drafts",
                "/links",
                "/ledger",
                "/people",
                "/people/officer",
                "/keys",
            }
        )
        {
            await page.GotoAsync(path);
            new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in", path);
        }

        await DeskBrowser.LookAsync(page, "sign-in");
        await page.FillAsync("#name", "officer");
        await page.FillAsync("#password", "wrong");
        await page.FillAsync("#code", "000000");
        await page.ClickAndLoadAsync("main button");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldNotContain("password is wrong");
        await DeskBrowser.LookAsync(page, "sign-in-refused");
        await page.GotoAsync("/enrol");
        await DeskBrowser.LookAsync(page, "enrol");
        foreach (var language in new[] { "bn", "ms" })
        {
            await page.GotoAsync($"/language?choice={language}&to=/sign-in");
            await DeskBrowser.LookAsync(page, $"sign-in-{language}");
        }
    }

    [Test]
    public async Task An_officer_brings_a_case_back_and_reads_what_was_agreed_and_learned()
    {
        var page = await _desk.AsAsync("officer");
        await page.GotoAsync($"/cases/{_request}");
        await page.FillAsync("#on", "2031-01-15");
        await page.ClickAndLoadAsync("main form button");
        (await page.InputValueAsync("#on")).ShouldBe("2031-01-15");
        await page.FillAsync("#on", "");
        await page.ClickAndLoadAsync("main form button");
        (await page.InputValueAsync("#on")).ShouldBe("");

        foreach (var queue in new[] { "ours", "theirs", "overdue", "back" })
            (await page.GotoAsync($"/?queue={queue}"))!.Status.ShouldBe(200, queue);
        foreach (var place in new[] { "actions", "contacts", "lessons" })
        {
            (await page.GotoAsync($"/{place}"))!.Status.ShouldBe(200, place);
            await DeskBrowser.LookAsync(page, place);
        }
    }

    [Test]
    public async Task A_queue_is_taken_as_a_file_with_the_filters_that_are_set()
    {
        var page = await _desk.AsAsync("officer");
        await page.GotoAsync("/?queue=theirs&kind=request");
        var link = page.Locator("a:has-text('Download this list as a table')");

        var file = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());

        file.SuggestedFilename.ShouldBe("cases.csv");
        var lines = await File.ReadAllLinesAsync(await file.PathAsync());
        lines[0].ShouldContain("\"Reference\",\"Kind\",\"Counterpart\",\"Urgency\",\"Handling\"");
        (await page.Locator("main tbody tr").CountAsync()).ShouldBe(lines.Length - 1);
        lines.Skip(1).ShouldAllBe(line => line.Contains("\"Request\",\"Malaysia (MYS)\""));
        lines.Length.ShouldBeGreaterThan(1);
    }

    [Test]
    public async Task A_supervisor_is_told_how_many_messages_wait_for_its_release()
    {
        var page = await _desk.AsAsync("supervisor");
        await page.GotoAsync("/");
        var link = page.Locator("a:has-text('Review asked of me')");
        var before = await CountAsync();
        var asked = await AskForReleaseAsync();
        asked.Status.ShouldBe(DraftStatus.AwaitingRelease);

        await page.ReloadAsync();
        (await CountAsync()).ShouldBe(before + 1);
        await DeskBrowser.LookAsync(page, "cases-supervisor");
        await link.ClickAndLoadAsync();
        new Uri(page.Url).AbsolutePath.ShouldBe("/releases");
        (await page.Locator($"a[href*='{asked.Id}']").CountAsync()).ShouldBe(1);
        // Who releases nothing is not told.
        var officer = await _desk.AsAsync("officer");
        await officer.GotoAsync("/");
        (await officer.Locator("a:has-text('Review asked of me')").CountAsync()).ShouldBe(0);

        async Task<int> CountAsync() =>
            int.Parse((await link.InnerTextAsync()).Split('(', ')')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Test]
    public async Task A_case_is_on_hold_until_a_supervisor_lifts_that()
    {
        const string set = "button:has-text('Set a hold')";
        const string lift = "button:has-text('Lift the hold')";
        const string summary = ".govuk-summary-list";
        var held = (await TwoCountries.Asker.SubmitAsync(Texts.Request)).ExchangeId;
        var page = await _desk.AsAsync("officer");
        await page.GotoAsync($"/cases/{held}");
        await page.ClickAndLoadAsync(set);
        (await page.InnerTextAsync("#reason-error")).ShouldBe("Choose a reason.");
        await DeskBrowser.LookAsync(page, "hold");
        await page.SelectOptionAsync("#reason", "court-proceedings");
        await page.ClickAndLoadAsync(set);
        (await page.InnerTextAsync(summary)).ShouldContain("Court proceedings");
        (await page.Locator($"{set}, {lift}").CountAsync()).ShouldBe(0, "an officer lifts no hold");
        await page.GotoAsync("/?queue=held");
        (await page.Locator($"a[href*='{held}']").CountAsync()).ShouldBe(1);

        var supervisor = await _desk.AsAsync("supervisor");
        await supervisor.GotoAsync($"/cases/{held}");
        await supervisor.ClickAndLoadAsync(lift);
        (await supervisor.InnerTextAsync("#meant-error")).ShouldBe("Tick the box to confirm that the hold is lifted.");
        await DeskBrowser.LookAsync(supervisor, "lift-hold");
        await supervisor.CheckAsync("#meant");
        await supervisor.ClickAndLoadAsync(lift);
        (await supervisor.InnerTextAsync(summary)).ShouldNotContain("Court proceedings");
    }

    [Test]
    public async Task Each_role_has_its_places_and_no_other_persons()
    {
        (await PlacesOfAsync("officer")).ShouldBe(["Cases", "New message", "Drafts", "Follow-up actions", "Contacts", "Lessons", "Links"]);
        (await PlacesOfAsync("supervisor")).ShouldBe([
            "Cases",
            "Releases",
            "Deadlines",
            "Figures",
            "Follow-up actions",
            "Contacts",
            "Lessons",
            "Links",
        ]);
        (await PlacesOfAsync("auditor")).ShouldBe(["Cases", "Links", "Ledger"]);
        (await PlacesOfAsync("operator")).ShouldBe(["Operation", "Links", "Ledger"]);
        (await PlacesOfAsync("administrator")).ShouldBe(["People", "Keys of machines"]);
        var page = await _desk.AsAsync("officer");

        // What is not in the menu is refused by the gateway too.
        foreach (var path in new[] { "/people", "/people/officer", "/keys" })
            (await page.GotoAsync(path))!.Status.ShouldBe(403, path);
        await DeskBrowser.LookAsync(page, "denied");
        (await (await _desk.AsAsync("auditor")).GotoAsync($"/messages/{_request}"))!.Status.ShouldBe(403);
    }

    [Test]
    public async Task An_auditor_reads_the_ledger_and_an_operator_tests_the_link()
    {
        var auditor = await _desk.AsAsync("auditor");
        await auditor.GotoAsync("/ledger?event=message-sent");
        (await auditor.InnerTextAsync("tbody")).ShouldContain("Request");
        await DeskBrowser.LookAsync(auditor, "ledger");

        var operators = await _desk.AsAsync("operator");
        await operators.GotoAsync("/links");
        await operators.ClickAndLoadAsync("main form button");
        (await operators.InnerTextAsync("[role=status]")).ShouldContain("Malaysia");
        await DeskBrowser.LookAsync(operators, "links");
    }

    [Test]
    public async Task An_administrator_adds_a_person_who_enrols()
    {
        var page = await _desk.AsAsync("administrator");
        await page.GotoAsync("/people");
        await page.FillAsync("#name", "new-officer");
        await page.CheckAsync("#role-Officer");
        await page.ClickAndLoadAsync("button:text-is('Add')");
        var code = await page.InnerTextAsync("[role=status] .desk-code");
        await DeskBrowser.LookAsync(page, "people");
        (await page.InnerTextAsync("tbody")).ShouldContain("new-officer");

        await using var arrived = await _desk.NewContextAsync();
        var own = await arrived.NewPageAsync();
        await own.GotoAsync("/enrol");
        await own.FillAsync("#enrolmentCode", code);
        await own.FillAsync("#password", DeskBrowser.Password);
        await own.FillAsync("#code", "000000");
        await own.ClickAndLoadAsync("main button");
        (await own.InnerTextAsync(".govuk-error-summary")).ShouldNotBeNullOrEmpty();
        (await own.InputValueAsync("#enrolmentCode")).ShouldBe(code);
    }

    [Test]
    public async Task An_administrator_changes_what_a_person_may_do_but_not_its_own_rights()
    {
        await _desk.EnrolAsync("changed", Role.Officer);
        var (page, person) = (await _desk.AsAsync("administrator"), await _desk.AsAsync("changed"));
        await page.GotoAsync("/people/changed");
        await page.CheckAsync("#role-Supervisor");
        await page.UncheckAsync("#clearance-MinorData");
        await page.FillAsync("#units", "CID, SB");
        await page.ClickAndLoadAsync("button:text-is('Save')");
        (await page.InnerTextAsync("[role=status]")).ShouldContain("Saved");
        await DeskBrowser.LookAsync(page, "person");
        (await page.IsCheckedAsync("#role-Supervisor")).ShouldBeTrue();
        (await page.IsCheckedAsync("#clearance-MinorData")).ShouldBeFalse();
        (await page.InputValueAsync("#units")).ShouldBe("CID SB");
        await person.GotoAsync("/drafts");
        new Uri(person.Url).AbsolutePath.ShouldBe("/sign-in", "a session with other rights has ended");

        await page.UncheckAsync("#role-Supervisor");
        await page.UncheckAsync("#role-Officer");
        await page.ClickAndLoadAsync("button:text-is('Save')");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("'roles' must have at least one");
        await page.GotoAsync("/people/changed");
        await page.CheckAsync("#disabled");
        await page.ClickAndLoadAsync("button:text-is('Save')");
        (await page.InnerTextAsync("h1")).ShouldContain("Disabled");
        await page.ClickAndLoadAsync("button:text-is('New enrolment code')");
        (await page.InnerTextAsync("[role=status] .desk-code")).ShouldNotBeNullOrEmpty();

        await page.GotoAsync("/people/administrator");
        await page.CheckAsync("#role-Officer");
        await page.ClickAndLoadAsync("button:text-is('Save')");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("Nobody changes their own account.");
        await DeskBrowser.LookAsync(page, "person-own");
        (await page.GotoAsync("/people/nobody-here"))!.Status.ShouldBe(404);
    }

    [Test]
    public async Task An_administrator_makes_a_key_that_is_shown_once_and_revokes_it()
    {
        var page = await _desk.AsAsync("administrator");
        await page.GotoAsync("/keys");
        await page.FillAsync("#name", "case-system");
        await page.ClickAndLoadAsync("button:text-is('Make a key')");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("'roles'");
        (await page.InputValueAsync("#name")).ShouldBe("case-system");
        await page.CheckAsync("#role-Officer");
        await page.ClickAndLoadAsync("button:text-is('Make a key')");
        var key = await page.InnerTextAsync("[role=status] .desk-code");
        await DeskBrowser.LookAsync(page, "keys");
        var row = page.Locator("tbody tr", new() { HasText = "case-system" });
        (await row.InnerTextAsync()).ShouldContain("administrator");

        await page.GotoAsync("/keys");
        (await page.InnerTextAsync("main")).ShouldNotContain(key);
        await row.Locator("button").ClickAndLoadAsync();
        (await row.InnerTextAsync()).ShouldContain("Revoked");
        await DeskBrowser.LookAsync(page, "keys-revoked");
    }

    [TestCase("bn")]
    [TestCase("ms")]
    public async Task In_another_language_on_a_small_screen_in_the_dark_it_is_as_accessible(string language)
    {
        var page = await _desk.AsAsync("officer");
        await page.SetViewportSizeAsync(360, 740);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.GotoAsync($"/language?choice={language}&to=/");
        try
        {
            (await page.GetAttributeAsync("html", "lang")).ShouldBe(language);
            (await page.InnerTextAsync("h1")).ShouldNotBe("Cases");
            await DeskBrowser.LookAsync(page, $"cases-{language}");
            var menu = page.Locator(".desk-menu--small");
            (await menu.BoundingBoxAsync())!.Height.ShouldBeLessThan(60);
            await menu.Locator("summary").ClickAndLoadAsync();
            await menu.Locator("a[href='/drafts']").ClickAndLoadAsync();
            new Uri(page.Url).AbsolutePath.ShouldBe("/drafts");
            await page.GotoAsync($"/cases/{_request}");
            await DeskBrowser.LookAsync(page, $"case-{language}");
        }
        finally
        {
            await page.GotoAsync("/language?choice=en&to=/");
        }
    }

    [Test]
    public async Task Whoever_signs_out_is_out_at_the_gateway_too()
    {
        await _desk.EnrolAsync("leaver", Role.Officer);
        var page = await _desk.AsAsync("leaver");
        var cookies = await page.Context.CookiesAsync();

        await page.GotoAsync("/");
        await page.ClickAndLoadAsync("footer button");
        new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in");

        await using var thief = await _desk.NewContextAsync();
        await thief.AddCookiesAsync(
            cookies.Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = cookie.Path,
            })
        );
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
        var sent = await TwoCountries.Answerer.SubmitAsync(
            Texts.RequestWith(request => (request["counterpart"], request["body"]!["facts"]) = ("BGD", Hostile))
        );
        await TwoCountries.BecomeQuietAsync();
        var page = await _desk.AsAsync("officer");

        await page.GotoAsync($"/messages/{sent.MessageId}?sender=MYS");

        (await page.InnerTextAsync("main")).ShouldContain(Hostile);
        (await page.Locator("main script, main img").CountAsync()).ShouldBe(0);
        (await page.TitleAsync()).ShouldNotBe("taken");
    }

    private async Task<IReadOnlyList<string>> PlacesOfAsync(string name)
    {
        var page = await _desk.AsAsync(name);
        await page.GotoAsync("/links");
        return await page.Locator(".govuk-service-navigation__link").AllInnerTextsAsync();
    }
}
