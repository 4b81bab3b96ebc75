using Exchange.IntegrationTests.Gateway;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What an auditor and a supervisor see, and an exchange in full.</summary>
internal sealed partial class DeskTests
{
    [TestCase("9999", "Step ([0-9]+) of \\1$")]
    [TestCase("0", "Step 1 of")]
    [TestCase("none", "Step 1 of")]
    public async Task A_number_that_no_step_has_shows_the_nearest_one(string number, string heading)
    {
        var page = await _desk.AsAsync("auditor");
        (await page.GotoAsync($"/cases/{_request}/replay?step={number}"))!.Status.ShouldBe(200);
        (await page.InnerTextAsync("#step-heading")).Split(':')[0].ShouldMatch(heading);
    }

    [Test]
    public async Task An_auditor_compares_the_ledger_with_a_counterparts_export()
    {
        await TwoCountries.BecomeQuietAsync();
        var zip = await TwoCountries.Answerer.Client.GetBytesAsync("api/v1/ledger/archive", 32 * 1024 * 1024, CancellationToken.None);
        var page = await _desk.AsAsync("auditor");
        await page.GotoAsync("/ledger");
        await page.ClickAndLoadAsync("text=Compare with a counterpart's export");
        await page.ClickAndLoadAsync("main form button");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("Choose the zip");
        await DeskBrowser.LookAsync(page, "compare");
        await page.SetInputFilesAsync(
            "#file",
            new FilePayload
            {
                Name = "MYS-ledger.zip",
                MimeType = "application/zip",
                Buffer = [1, 2, 3],
            }
        );
        await page.ClickAndLoadAsync("main form button");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("Nothing was compared.");

        await page.SetInputFilesAsync(
            "#file",
            new FilePayload
            {
                Name = "MYS-ledger.zip",
                MimeType = "application/zip",
                Buffer = zip,
            }
        );
        await page.ClickAndLoadAsync("main form button");
        (await page.InnerTextAsync("#verdict")).ShouldBe("Both ledgers agree", await page.InnerTextAsync("main"));
        await DeskBrowser.LookAsync(page, "compared");
    }

    [Test]
    public async Task The_ledger_is_filtered_by_event_person_time_and_counterpart()
    {
        await (await _desk.AsAsync("officer")).GotoAsync($"/messages/{_request}");
        var page = await _desk.AsAsync("auditor");
        await page.GotoAsync("/ledger");
        await page.SelectOptionAsync("#event", "message-opened");
        await page.FillAsync("#since", "2026-01-01");
        await page.FillAsync("#until", "2099-12-31 23:59");
        await page.FillAsync("#counterpart", "MYS");
        await page.ClickAndLoadAsync("main form button");
        var rows = page.Locator("main tbody tr");
        (await rows.Locator("td:nth-of-type(2)").AllInnerTextsAsync()).ShouldAllBe(name => name == "Message opened");
        (await rows.CountAsync()).ShouldBeGreaterThan(0);
        (await page.InputValueAsync("#since")).ShouldBe("2026-01-01");
        await DeskBrowser.LookAsync(page, "ledger-filtered");

        // By a person: the link of its name.
        await rows.Locator("td:nth-of-type(3) a", new() { HasText = "officer" }).First.ClickAndLoadAsync();
        (await rows.Locator("td:nth-of-type(3)").AllInnerTextsAsync()).ShouldAllBe(actor => actor.StartsWith("officer"));
        (await page.InputValueAsync("#actor")).ShouldBe("officer");
        (await page.InnerTextAsync("main")).ShouldNotContain("user:");
        await page.ClickAndLoadAsync("main form button");
        (await rows.CountAsync()).ShouldBeGreaterThan(0, "who is named is found by the name");

        await page.GotoAsync("/ledger?until=2026-01-01");
        (await page.InnerTextAsync("main")).ShouldContain("No entry matches.");
        (await page.GotoAsync("/ledger?since=yesterday"))!.Status.ShouldBe(400);
        (await page.InnerTextAsync("main")).ShouldContain("bad-search");
    }

    [Test]
    public async Task The_timeline_of_a_case_is_filtered_and_says_how_each_message_must_be_handled()
    {
        await TwoCountries.BecomeQuietAsync();
        var page = await _desk.AsAsync("officer");
        await page.GotoAsync($"/cases/{_request}");

        (await page.Locator(".desk-timeline .desk-mark").AllInnerTextsAsync()).ShouldAllBe(mark => mark.StartsWith("Restricted"));
        (await page.Locator(".desk-timeline h3").AllInnerTextsAsync()).ShouldContain(heading => heading.StartsWith("Message delivered"));
        await page.CheckAsync("#show-Receipt");
        await page.ClickAndLoadAsync("main form:has(#show-Receipt) button");
        (await page.Locator(".desk-timeline h3").AllInnerTextsAsync()).ShouldAllBe(heading => heading.StartsWith("Message delivered"));
        (await page.IsCheckedAsync("#show-Receipt")).ShouldBeTrue();
        await DeskBrowser.LookAsync(page, "case-filtered");

        // Every access is recorded; those of one person that follow each other are shown as one, to everyone who may read the case.
        await page.GotoAsync($"/messages/{_request}");
        await page.GotoAsync($"/messages/{_request}");
        foreach (var name in (string[])["officer", "supervisor"])
        {
            var reader = await _desk.AsAsync(name);
            await reader.GotoAsync($"/cases/{_request}");
            await reader.CheckAsync("#show-Access");
            await reader.ClickAndLoadAsync("main form:has(#show-Access) button");
            var accesses = await reader.InnerTextAsync(".desk-timeline");
            accesses.ShouldContain("officer");
            accesses.ShouldNotContain("user:");
            accesses.ShouldContain("The case, without content");
            accesses.ShouldMatch("[0-9]+ times, the first");
            await DeskBrowser.LookAsync(reader, "case-accesses");
        }
    }

    [Test]
    public async Task A_report_carries_its_handling_in_the_head_that_each_printed_page_repeats()
    {
        var page = await _desk.AsAsync("officer");
        await page.GotoAsync($"/cases/{_request}/report");

        (await page.InnerTextAsync(".desk-report thead")).ShouldContain("Restricted H");
        // Who said it, and what was decided and when it is due.
        (await page.InnerTextAsync(".desk-report")).ShouldContain("Bangladesh 1: Request");
        (await page.InnerTextAsync(".desk-report")).ShouldContain("What happened");
        (await page.InnerTextAsync(".desk-report dl")).ShouldMatch("Purpose\\s+Investigation\\s+Kept until\\s+20\\d\\d-");
        (await page.InnerTextAsync(".desk-details >> nth=0")).ShouldContain("Urgency: Urgent");
        await DeskBrowser.LookAsync(page, "report");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.desk-report thead')).display")).ShouldBe(
            "table-header-group"
        );
        foreach (var part in new[] { "footer", ".govuk-generic-header", ".govuk-service-navigation", ".govuk-back-link" })
            (await page.IsVisibleAsync(part)).ShouldBeFalse(part);
        await DeskBrowser.PrintAsync(page, "report");
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        (await (await _desk.AsAsync("auditor")).GotoAsync($"/cases/{_request}/report"))!.Status.ShouldBe(403);
    }

    [Test]
    public async Task A_supervisor_sees_deadlines_and_figures_whose_table_says_what_the_chart_does()
    {
        var page = await _desk.AsAsync("supervisor");
        await page.GotoAsync("/deadlines");
        (await page.Locator(".desk-card").CountAsync()).ShouldBeGreaterThan(0);
        await DeskBrowser.LookAsync(page, "deadlines");

        await page.GotoAsync("/figures");
        var chart = page.Locator("section[aria-labelledby=outcomes]");
        (await chart.Locator("tbody tr").CountAsync()).ShouldBe(await chart.Locator("svg rect").CountAsync());
        (await chart.Locator("svg desc").TextContentAsync())!.ShouldContain($": {await chart.Locator("tbody td").First.InnerTextAsync()}");
        await DeskBrowser.LookAsync(page, "figures");
        await page.SetViewportSizeAsync(360, 740);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await DeskBrowser.LookAsync(page, "figures-phone");
        await page.GotoAsync("/deadlines");
        await DeskBrowser.LookAsync(page, "deadlines-phone");
        (await (await _desk.AsAsync("officer")).GotoAsync("/figures"))!.Status.ShouldBe(403);
    }

    [TestCase("bn")]
    [TestCase("ms")]
    public async Task The_pages_of_every_role_are_there_in_another_language(string language)
    {
        foreach (
            var (name, paths) in new[]
            {
                ("operator", new[] { "/operation", "/links/MYS" }),
                ("auditor", [$"/cases/{_request}/replay", "/ledger/export", "/ledger"]),
                ("supervisor", ["/deadlines", "/figures", $"/cases/{_request}", $"/releases/{(await AskForReleaseAsync()).Id}"]),
                ("administrator", ["/people", "/people/officer", "/keys"]),
                ("officer", ["/drafts", "/write", "/contacts", "/actions", $"/messages/{_request}"]),
            }
        )
        {
            var page = await _desk.AsAsync(name);
            await page.GotoAsync($"/language?choice={language}&to=/account");
            foreach (var path in paths)
            {
                await page.GotoAsync(path);
                await DeskBrowser.LookAsync(
                    page,
                    $"{path.Split('/')[1]}-{path.Split('/')[^1]}-{language}".Replace($"{_request}", "case", StringComparison.Ordinal)
                );
            }

            await page.GotoAsync("/language?choice=en&to=/account");
        }
    }
}
