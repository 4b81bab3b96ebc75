using System.Text;
using System.Text.Json.Nodes;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>Messages written by form: with script and without, with mistakes, from files, and in two windows at once.</summary>
internal sealed class FormTests
{
    private const string Hostile =
        "<script>document.title='taken'</script> \"><img src=x onerror=\"document.title='taken'\"> </textarea> {{7*7}}";

    private DeskBrowser _desk = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _desk = await DeskBrowser.StartAsync();
        await _desk.EnrolAsync("writer", Role.Officer);
        await _desk.EnrolAsync("plain", Role.Officer, script: false);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_desk is not null)
            await _desk.DisposeAsync();
    }

    [Test]
    public async Task A_request_is_written_without_script_corrected_and_sent()
    {
        var page = await _desk.AsAsync("plain");
        await BeginAsync(page, CaseKinds.Request);
        await DeskBrowser.PictureAsync(page, "form-empty");

        // Everything that is missing is named, each with a way to its field.
        await page.ClickAndLoadAsync("button[value=check]");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("Enter the facts.");
        // The first on the form is the first that is named.
        (await page.Locator(".govuk-error-summary a").First.GetAttributeAsync("href"))!.ShouldEndWith("#/body/urgency");
        await DeskBrowser.PictureAsync(page, "form-check-faults");
        await page.ClickAndLoadAsync(".govuk-error-summary a[href$='#/body/facts']");
        (await Field(page, "/body/facts").GetAttributeAsync("aria-describedby"))!.ShouldContain("/body/facts-error");
        await DeskBrowser.PictureAsync(page, "form-faults");

        await FillContentAsync(page);
        await page.ClickAndLoadAsync("[value='add /body/questions']");
        await Field(page, "/body/questions/0/type").SelectOptionAsync("identity");
        await Field(page, "/body/questions/0/text").FillAsync("Who is he?");
        await AddAsync(page, "person");
        await page.ClickAndLoadAsync("[value='add /body/subjects/0/names']");
        await Field(page, "/body/subjects/0/names/0/asWritten").FillAsync("Karim Uddin Specimen");
        await page.CheckAsync("[name='/body/subjects/0/names/0/form'][value=document]");
        await AddAsync(page, "vessel");
        await Field(page, "/body/subjects/1/name").FillAsync("Specimen Trawler 9");
        await Field(page, "/body/subjects/1/personsAboard").FillAsync("many");
        await page.ClickAndLoadAsync("button[value=save]");
        await Field(page, "/body/questions/0/about")
            .SelectOptionAsync(new SelectOptionValue { Label = "Person: Karim Uddin Specimen (p1)" });
        await page.ClickAndLoadAsync("[value='add /body/questions']");
        await page.ClickAndLoadAsync("[value='up /body/questions/1']");
        await page.ClickAndLoadAsync("[value='remove /body/questions/0']");
        (await Field(page, "/body/questions/0/text").InputValueAsync()).ShouldBe("Who is he?");
        (await Field(page, "/body/questions/0/number").InputValueAsync()).ShouldBe("1");
        (await Field(page, "/body/questions/0/about").InputValueAsync()).ShouldBe("p1");

        // What does not fit is kept as it was typed, and shown with what is wrong.
        await page.ClickAndLoadAsync("button[value=check]");
        await page.ClickAndLoadAsync(".govuk-error-summary a");
        (await Field(page, "/body/subjects/1/personsAboard").InputValueAsync()).ShouldBe("many");
        (await page.InnerTextAsync("[id='/body/subjects/1/personsAboard-error']")).ShouldContain("Enter a whole number.");
        await DeskBrowser.PictureAsync(page, "form-one-fault");
        await Field(page, "/body/subjects/1/personsAboard").FillAsync("46");

        await page.ClickAndLoadAsync("button[value=check]");
        (await page.Locator(".govuk-error-summary").CountAsync()).ShouldBe(0, await page.InnerTextAsync("main"));
        (await page.InnerTextAsync("main")).ShouldContain("Karim Uddin Specimen");
        await DeskBrowser.PictureAsync(page, "form-check");
        await page.ClickAndLoadAsync("main form button");
        (await page.InnerTextAsync("main")).ShouldMatch("BGD-MYS-|waits for a second person's release");
        await DeskBrowser.PictureAsync(page, "form-sent");

        // Going back leads to no second message.
        await page.GoBackAsync();
        await page.ReloadAsync();
        (await page.Locator("main form button").CountAsync()).ShouldBe(0);
    }

    [Test]
    public async Task What_is_typed_is_saved_by_itself_and_nothing_is_written_over_unseen()
    {
        var page = await _desk.AsAsync("writer");
        await BeginAsync(page, CaseKinds.SpontaneousInformation);
        var address = page.Url;
        await Field(page, "/handling/legalBasis/text").FillAsync("A treaty");
        await page.Locator("#saved", new() { HasTextRegex = new("^Saved at") }).WaitForAsync();
        await page.WaitForResponseAsync(answer => answer.Url.Contains("handler=Save"));
        await Field(page, "/handling/legalBasis/article").FillAsync("10");
        await page.WaitForResponseAsync(answer => answer.Url.Contains("handler=Save"));

        await page.GotoAsync("/drafts");
        await DeskBrowser.LookAsync(page, "drafts");
        await page.ClickAndLoadAsync("tbody a");
        (await Field(page, "/handling/legalBasis/text").InputValueAsync()).ShouldBe("A treaty");
        (await Field(page, "/handling/legalBasis/article").InputValueAsync()).ShouldBe("10");

        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(address);
        await Field(other, "/handling/legalBasis/article").FillAsync("11");
        await other.ClickAndLoadAsync("button[value=save]");
        await Field(page, "/handling/legalBasis/article").FillAsync("12");
        await page.Locator("#saved", new() { HasText = "another window" }).WaitForAsync();
        await page.ClickAndLoadAsync("button[value=save]");
        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("another window");
        (await Field(page, "/handling/legalBasis/article").InputValueAsync()).ShouldBe("12");
        await DeskBrowser.LookAsync(page, "form-lost-update");
        await page.ClickAndLoadAsync("button[value=save]");
        await other.ReloadAsync();
        (await Field(other, "/handling/legalBasis/article").InputValueAsync()).ShouldBe("12");
        await other.CloseAsync();
        await page.ClickAndLoadAsync("details:has([value=delete]) summary");
        await page.ClickAndLoadAsync("[value=delete]");
        new Uri(page.Url).AbsolutePath.ShouldBe("/drafts");
    }

    [Test]
    public async Task What_is_sent_after_the_session_has_ended_is_kept_and_sent_again_after_signing_in()
    {
        var page = await _desk.AsAsync("plain");
        await BeginAsync(page, CaseKinds.SpontaneousInformation);
        await Field(page, "/handling/legalBasis/text").FillAsync("A treaty");
        await page.Context.ClearCookiesAsync(new() { Name = "desk" });

        await page.ClickAndLoadAsync("button[value=save]");
        (await page.InnerTextAsync("h1")).ShouldBe("You are signed out");
        (await page.InnerTextAsync("main")).ShouldContain("what you typed is kept on this page");
        await DeskBrowser.PictureAsync(page, "form-signed-out");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/sign-in");
        await _desk.SignInAsync(other, "plain");
        await other.CloseAsync();
        await page.ClickAndLoadAsync("button:text-is('Send it again')");

        new Uri(page.Url).AbsolutePath.ShouldStartWith("/drafts/");
        (await Field(page, "/handling/legalBasis/text").InputValueAsync()).ShouldBe("A treaty");
    }

    [Test]
    public async Task A_route_is_drawn_as_it_is_typed()
    {
        var page = await _desk.AsAsync("writer");
        var json = Texts.RequestWith(request => request["body"]!["subjects"] = JsonNode.Parse(
            """[{ "id": "r1", "type": "route-segment", "order": 1, "mode": "sea", "from": { "name": "Cox's Bazar", "latitude": 21.2, "longitude": 92.05, "role": "embarkation" }, "to": { "name": "Langkawi", "latitude": 6.35, "role": "disembarkation" } }]"""
        ));
        await BeginAsync(page, CaseKinds.Request, json);
        await Assertions.Expect(page.Locator("#map circle")).ToHaveCountAsync(1);

        await Field(page, "/body/subjects/0/to/longitude").PressSequentiallyAsync("99.7");
        await Assertions.Expect(page.Locator("#map circle")).ToHaveCountAsync(2);
        (await page.EvaluateAsync<string>("document.activeElement.name")).ShouldBe("/body/subjects/0/to/longitude");
        await DeskBrowser.LookAsync(page, "form-route");

        await Field(page, "/body/subjects/0/to/longitude").FillAsync("");
        await Assertions.Expect(page.Locator("#map circle")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task A_file_fills_the_form_and_what_is_in_it_is_text()
    {
        var page = await _desk.AsAsync("writer");
        var json = Texts.RequestWith(request =>
        {
            request["body"]!["facts"] = Hostile;
            request["body"]!["subjects"]![0]!["names"]![0]!["asWritten"] = Hostile;
            request["body"]!["rumour"] = Hostile;
        });
        await BeginAsync(page, CaseKinds.Request, json);

        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("Rumour");
        (await Field(page, "/body/facts").InputValueAsync()).ShouldBe(Hostile);
        (await page.Locator("main script:not([src]), main img").CountAsync()).ShouldBe(0);
        (await page.TitleAsync()).ShouldNotBe("taken");
        await DeskBrowser.LookAsync(page, "form-file");
        await page.ClickAndLoadAsync("[value='drop /body/rumour']");
        await page.ClickAndLoadAsync("button[value=check]");
        (await page.InnerTextAsync("main")).ShouldContain(Hostile);
        (await page.TitleAsync()).ShouldNotBe("taken");
    }

    [TestCase("not json")]
    [TestCase("""{ "kind": "response" }""")]
    [TestCase("""{ "body": {}, "body": {} }""")]
    [TestCase("[]")]
    public async Task A_file_that_is_no_message_begins_nothing(string text)
    {
        var page = await _desk.AsAsync("writer");
        await BeginAsync(page, CaseKinds.Request, text);

        (await page.InnerTextAsync(".govuk-error-summary")).ShouldContain("The file");
        await DeskBrowser.LookAsync(page, "write-refused");
    }

    [TestCase("bn")]
    [TestCase("ms")]
    public async Task In_another_language_on_a_small_screen_in_the_dark_a_long_form_is_as_accessible(string language)
    {
        var page = await _desk.AsAsync("writer");
        await page.SetViewportSizeAsync(360, 740);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.GotoAsync($"/language?choice={language}&to=/");
        try
        {
            await BeginAsync(page, CaseKinds.Request, KindExamples.Of(CaseKinds.Request)[0].Json);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(part => part.open = true)");
            await DeskBrowser.LookAsync(page, $"form-{language}");
            await page.ClickAndLoadAsync("button[value=check]");
            await DeskBrowser.LookAsync(page, $"form-check-{language}");
        }
        finally
        {
            await page.GotoAsync("/language?choice=en&to=/");
        }
    }

    [Test]
    public async Task A_long_form_is_a_small_page()
    {
        var page = await _desk.AsAsync("writer");
        await BeginAsync(page, CaseKinds.Request, KindExamples.Of(CaseKinds.Request)[0].Json);

        using var http = new HttpClient { BaseAddress = _desk.Address };
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        http.DefaultRequestHeaders.Add(
            "Cookie",
            string.Join("; ", (await page.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"))
        );
        using var answer = await http.GetAsync(page.Url);
        var form = (await answer.Content.ReadAsByteArrayAsync()).Length;
        var rest = 0;
        foreach (
            var file in new[]
            {
                await page.GetAttributeAsync("link[rel=stylesheet]", "href"),
                await page.GetAttributeAsync("script[src]", "src"),
            }
        )
        {
            using var kept = await http.GetAsync(file);
            rest += (await kept.Content.ReadAsByteArrayAsync()).Length;
            kept.Headers.CacheControl!.ToString().ShouldBe("max-age=31536000, immutable", file);
        }

        foreach (var font in new[] { "noto-sans-bengali-bengali-400-normal.woff2", "noto-sans-bengali-bengali-700-normal.woff2" })
            rest += (await http.GetByteArrayAsync(font)).Length;

        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        form.ShouldBeInRange(1, 30_000);
        (form + rest).ShouldBeLessThan(150_000);
    }

    private static async Task FillContentAsync(IPage page)
    {
        await Field(page, "/body/urgency").SelectOptionAsync("routine");
        await Field(page, "/body/authority").FillAsync("Transnational Crime Unit");
        await Field(page, "/body/facts").FillAsync("A trawler left at night.\n\nNobody has seen it since.");
        await Field(page, "/body/offence/iccs").FillAsync("0204");
        await Field(page, "/body/necessity/needed").FillAsync("The vessel must be found.");
        await Field(page, "/body/necessity/proportionate").FillAsync("Only the vessel is asked for.");
        await Field(page, "/body/necessity/heldThere").FillAsync("It is expected on your coast.");
        await Field(page, "/handling/classification").SelectOptionAsync("restricted");
        await page.CheckAsync("[name='/handling/handlingCodes'][value=H1]");
        await Field(page, "/handling/purpose").SelectOptionAsync("investigation");
        await Field(page, "/handling/legalBasis/text").FillAsync("Bilateral agreement");
        await Field(page, "/handling/retainUntil").FillAsync("2030-12-31");
        await page.CheckAsync("[name='/handling/containsVictimData'][value=false]");
        await page.CheckAsync("[name='/handling/containsMinorData'][value=false]");
        await Field(page, "/handling/language").FillAsync("eng");
    }

    /// <summary>Begins a message, filled from a file if there is one.</summary>
    private static async Task BeginAsync(IPage page, CaseKind kind, string? json = null)
    {
        await page.GotoAsync("/write");
        await page.SelectOptionAsync("#kind", kind.Code);
        if (json is not null)
        {
            await page.SetInputFilesAsync(
                "#file",
                new FilePayload
                {
                    Name = "message.json",
                    MimeType = "application/json",
                    Buffer = Encoding.UTF8.GetBytes(json),
                }
            );
        }

        await page.ClickAndLoadAsync("main form button");
    }

    private static async Task AddAsync(IPage page, string type)
    {
        await page.SelectOptionAsync("[name='type /body/subjects']", type);
        await page.ClickAndLoadAsync("[value='add /body/subjects']");
    }

    private static ILocator Field(IPage page, string pointer) => page.Locator($"[id='{pointer}']");
}
